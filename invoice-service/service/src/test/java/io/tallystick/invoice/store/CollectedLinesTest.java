package io.tallystick.invoice.store;

import static io.tallystick.invoice.Lines.DECEMBER;
import static io.tallystick.invoice.Lines.NOVEMBER;
import static io.tallystick.invoice.Lines.OCTOBER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallystick.invoice.FakeSeals;
import io.tallystick.invoice.Lines;
import io.tallystick.invoice.app.RatedRecord;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.rated.Progress;
import io.tallystick.schemas.rated.RatedLine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("integration")
class CollectedLinesTest {
    private static final String STATE =
            "SELECT customer_id, id, revision, md5(content::text) FROM billing.rated_line ORDER BY id";

    private final Books books = new Books();

    @AfterEach
    void close() {
        books.close();
    }

    @Test
    void redelivery_in_any_order_and_any_batches_ends_in_the_newest_state_of_every_line() {
        List<RatedRecord> all = new ArrayList<>();
        for (int customer = 0; customer < 15; customer++) {
            for (int revision = 1; revision <= 6; revision++) {
                RatedLine line = Lines.usage("c" + customer, OCTOBER, NOVEMBER, "" + revision * 10, "0.0" + revision);
                all.add(books.record(line.withRevision(revision)));
            }
        }
        books.collect(all);
        String expected = books.query(STATE);
        assertEquals(15, expected.lines().filter(row -> row.contains(" 6 ")).count());
        for (long seed = 1; seed <= 10; seed++) {
            books.run("TRUNCATE billing.rated_line");
            Random random = new Random(seed);
            List<RatedRecord> shuffled = new ArrayList<>(all);
            shuffled.addAll(all.subList(0, random.nextInt(all.size())));
            Collections.shuffle(shuffled, random);
            for (int from = 0; from < shuffled.size(); ) {
                int to = Math.min(shuffled.size(), from + 1 + random.nextInt(40));
                books.collect(shuffled.subList(from, to));
                from = to;
            }
            assertEquals(expected, books.query(STATE), "seed " + seed);
        }
    }

    @Test
    void a_record_that_the_database_refuses_is_put_aside_and_the_others_are_taken() {
        RatedLine good = Lines.usage("good", OCTOBER, NOVEMBER, "1", "0.01");
        byte[] bad = new String(Json.bytes(good), StandardCharsets.UTF_8)
                .replace("good", "b\\u0000d")
                .getBytes(StandardCharsets.UTF_8);
        List<RatedRecord.Broken> aside = books.collect(List.of(
                books.record(Lines.usage("one", OCTOBER, NOVEMBER, "1", "0.01")),
                books.record("line", 2, bad),
                books.record(good)));
        assertEquals(
                List.of("not_storable"),
                aside.stream().map(RatedRecord.Broken::code).toList());
        assertEquals("good\none", books.query("SELECT customer_id FROM billing.rated_line ORDER BY 1"));
        assertEquals(
                "2 1 not_storable", books.query("SELECT rated_partition, rated_offset, code FROM billing.quarantine"));
    }

    @Test
    void a_line_that_is_no_utf_8_is_put_aside_and_the_others_are_taken() {
        RatedLine good = Lines.usage("good", OCTOBER, NOVEMBER, "1", "0.01");
        byte[] half = new String(Json.bytes(good), StandardCharsets.UTF_8)
                .replace("good", "good\u00ff")
                .getBytes(StandardCharsets.ISO_8859_1);
        List<RatedRecord.Broken> aside = books.collect(List.of(books.record("line", 2, half), books.record(good)));
        assertEquals(
                List.of("malformed_record"),
                aside.stream().map(RatedRecord.Broken::code).toList());
        assertEquals("good", books.query("SELECT customer_id FROM billing.rated_line"));
        assertEquals(
                "2 0 malformed_record",
                books.query("SELECT rated_partition, rated_offset, code FROM billing.quarantine"));
    }

    @Test
    void a_line_with_an_amount_that_cannot_stand_on_an_invoice_is_put_aside() {
        RatedLine tooPrecise =
                Lines.line("c", "x", RatedLine.Kind.USAGE, OCTOBER, NOVEMBER, NOVEMBER, "1", "0.001", "USD");
        RatedLine noCurrency =
                Lines.line("c", "x", RatedLine.Kind.USAGE, OCTOBER, NOVEMBER, NOVEMBER, "1", "0.01", "ABC");
        List<RatedRecord.Broken> aside = books.collect(tooPrecise, noCurrency);
        assertEquals(
                List.of("invalid_record", "invalid_record"),
                aside.stream().map(RatedRecord.Broken::code).toList());
        assertTrue(aside.getFirst().detail().contains("0.001"), aside.getFirst().detail());
    }

    @Test
    void lines_of_closed_books_may_be_told_again_but_never_change() {
        RatedLine line = Lines.usage("acme", OCTOBER, NOVEMBER, "1", "0.01");
        books.customers("acme");
        books.collect(line);
        books.close(NOVEMBER, new FakeSeals(Books.PARTITIONS).know(line));
        String before = books.query(STATE);

        assertEquals(List.of(), books.collect(line));
        List<RatedRecord.Broken> aside =
                books.collect(line.withRevision(2), Lines.usage("late", OCTOBER, NOVEMBER, "1", "0.01"));

        assertEquals(
                List.of("books_closed", "books_closed"),
                aside.stream().map(RatedRecord.Broken::code).toList());
        assertEquals(before, books.query(STATE));
        assertEquals(List.of(), books.collect(Lines.usage("late", NOVEMBER, DECEMBER, "1", "0.01")));
    }

    @Test
    void progress_counts_when_it_was_told_everywhere() {
        for (int rated = 0; rated < Books.PARTITIONS; rated++) {
            books.collect(List.of(progress(rated, 100)));
        }
        books.collect(List.of(progress(0, 200), progress(1, 200), progress(1, 150)));
        assertEquals(100, next());
        books.collect(List.of(progress(2, 200), progress(3, 190)));
        assertEquals(190, next());
    }

    private long next() {
        return books.spend
                .progress()
                .await()
                .atMost(Duration.ofSeconds(10))
                .get(5)
                .offset();
    }

    private RatedRecord progress(int rated, long offset) {
        return books.record("progress", rated, Json.bytes(new Progress(5, offset, OCTOBER)));
    }
}
