package io.tallystick.invoice.store;

import static io.tallystick.invoice.Lines.NOVEMBER;
import static io.tallystick.invoice.Lines.OCTOBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallystick.invoice.FakeSeals;
import io.tallystick.invoice.Lines;
import io.tallystick.invoice.app.CloseRunner;
import io.tallystick.invoice.app.RatedRecord;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.schemas.control.ControlRecord.LinesCollected;
import io.tallystick.schemas.id.SetDigest;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.rated.LinesCounted;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Sealed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The lines here are the lines of rating-engine, outside of closes too; and a close waits until what rating found is mended. */
@Tag("integration")
class ReconciliationTest {
    private final Books books = new Books();
    private final FakeSeals seals = new FakeSeals(Books.PARTITIONS);
    private final RatedLine first = Lines.usage("acme", OCTOBER, NOVEMBER, "1", "0.01");
    private final RatedLine second = Lines.fee("acme", OCTOBER, NOVEMBER, "2.00");

    @AfterEach
    void close() {
        books.close();
    }

    private SetDigest digest() {
        return SetDigest.EMPTY.plus(first.digest()).plus(second.digest());
    }

    /** The count of rating in every partition of rated lines. */
    private List<RatedRecord> told(long offset) {
        List<RatedRecord> told = new ArrayList<>();
        for (int rated = 0; rated < Books.PARTITIONS; rated++) {
            LinesCounted counted = new LinesCounted(
                    first.partition(), offset, null, Books.PARTITIONS, digest().count(), digest().hex());
            told.add(books.record("counted", rated, Json.bytes(counted)));
        }
        return told;
    }

    private LinesCollected answer() {
        return books.log.answers.getLast();
    }

    @Test
    void held_lines_are_counted_where_the_log_says_how_many_there_are() {
        List<RatedRecord> batch = new ArrayList<>(List.of(books.record(first), books.record(second)));
        batch.addAll(told(100));
        batch.add(books.record(first.withRevision(500)));
        books.collect(batch);

        assertThat(answer().offset()).isEqualTo(100);
        assertThat(answer().lines()).isEqualTo(2);
        assertThat(answer().digest()).isEqualTo(digest().hex());
        assertThat(answer().detail()).isNull();
    }

    @Test
    void a_damaged_line_is_named() {
        books.collect(first, second);
        books.run("UPDATE billing.rated_line SET amount = 3.00 WHERE amount = 2.00");
        books.collect(told(100));

        assertThat(answer().lines()).isEqualTo(2);
        assertThat(answer().digest()).isNotEqualTo(digest().hex());
        assertThat(answer().detail()).contains(second.id()).contains("acme");
    }

    @Test
    void a_line_that_is_missing_is_missed() {
        books.collect(first);
        books.collect(told(100));

        assertThat(answer().lines()).isEqualTo(1);
    }

    @Test
    void a_count_that_is_read_again_after_newer_lines_says_nothing() {
        books.collect(first.withRevision(500), second);
        books.collect(told(100));

        assertThat(books.log.answers).isEmpty();
    }

    @Test
    void a_close_waits_until_what_rating_could_not_reconcile_is_mended() {
        books.customers("acme");
        books.collect(first, second);
        seals.know(first, second);
        books.start(NOVEMBER);
        Close.Request request = books.closes.running().orElseThrow().request();

        answerBarrier(
                request,
                List.of(new Sealed.Notice(
                        Sealed.DIFFERENCE, null, null, "rated_events_are_kept", 1, "expected 3, found 2")));
        CloseRunner runner = books.runner(1000, true);
        CloseRunner.Step step = stepsOf(runner);

        assertThat(step)
                .isInstanceOfSatisfying(
                        CloseRunner.Step.Refused.class,
                        refused -> assertThat(refused.differences()).anySatisfy(one -> {
                            assertThat(one.partition()).isZero();
                            assertThat(one.what()).isEqualTo("reconciliation rated_events_are_kept");
                            assertThat(one.collected()).isEqualTo("1 (expected 3, found 2)");
                        }));
        assertThat(books.view(request.id()).state()).isEqualTo("sealing");
        assertThat(books.log.barriers).as("the barrier is asked again").containsExactly(request.id(), request.id());

        answerBarrier(request, List.of());
        assertThat(stepsOf(runner)).isNotInstanceOf(CloseRunner.Step.Refused.class);
        assertThat(books.view(request.id()).state()).isEqualTo("completed");
    }

    private static CloseRunner.Step stepsOf(CloseRunner runner) {
        CloseRunner.Step step = runner.step();
        while (step instanceof CloseRunner.Step.Moved) {
            step = runner.step();
        }
        return step;
    }

    private void answerBarrier(Close.Request close, List<Sealed.Notice> ofPartition0) {
        List<RatedRecord> records = new ArrayList<>();
        for (int usage = 0; usage < Books.PARTITIONS; usage++) {
            Sealed sealed = seals.of(close.id(), close.cutoff(), close.previousCutoff(), usage)
                    .withNotices(usage == 0 ? ofPartition0 : List.of());
            for (int rated = 0; rated < Books.PARTITIONS; rated++) {
                records.add(books.record("sealed", rated, Json.bytes(sealed)));
            }
        }
        books.collect(records);
    }
}
