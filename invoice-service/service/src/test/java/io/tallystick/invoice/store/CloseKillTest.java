package io.tallystick.invoice.store;

import static io.tallystick.invoice.Lines.NOVEMBER;
import static io.tallystick.invoice.Lines.OCTOBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallystick.invoice.FakeSeals;
import io.tallystick.invoice.Lines;
import io.tallystick.invoice.app.CloseStore.Start;
import io.tallystick.invoice.app.Closes;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.schemas.rated.RatedLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A process that closes is killed with {@code kill -9} in every state, in the middle of its batches too, and the next one goes on:
 * no document twice, no number missing, and no byte other than in a close that nobody disturbed.
 */
@Tag("integration")
class CloseKillTest {
    private static final int CUSTOMERS = 60;
    private static final String DOCUMENTS = """
            SELECT number, customer_id, root FROM billing.invoice ORDER BY number
            """;

    private final Books books = new Books();
    private final TreeMap<String, Integer> killed = new TreeMap<>();
    private Process process;

    @AfterEach
    void close() {
        if (process != null) {
            process.destroyForcibly();
        }
        books.close();
    }

    @Test
    void a_process_that_is_killed_in_every_state_of_a_close_is_continued_byte_for_byte() throws Exception {
        String undisturbed;
        try (Books others = new Books()) {
            seal(others, prepare(others));
            others.run();
            undisturbed = documents(others);
        }
        assertThat(killing(prepare(books))).isEqualTo(undisturbed);
        assertThat(killed.keySet())
                .containsExactly("approved", "completed", "finalizing", "planned", "review", "sealing");
        assertThat(books.query("SELECT count(*), min(sequence), max(sequence) FROM billing.invoice"))
                .isEqualTo(CUSTOMERS + " 1 " + CUSTOMERS);
        assertThat(books.query("SELECT count(*), count(DISTINCT line_id) FROM billing.invoice_line"))
                .isEqualTo(CUSTOMERS + " " + CUSTOMERS);
        assertThat(books.query(Books.UNTOLD)).isEqualTo(Integer.toString(CUSTOMERS + 1));
    }

    /** Lines, customers, and a close that is planned. */
    private static FakeSeals prepare(Books books) {
        FakeSeals seals = new FakeSeals(Books.PARTITIONS);
        RatedLine[] lines = new RatedLine[CUSTOMERS];
        String[] customers = new String[CUSTOMERS];
        for (int i = 0; i < CUSTOMERS; i++) {
            customers[i] = "c" + i;
            lines[i] = Lines.fee("c" + i, OCTOBER, NOVEMBER, i + ".00");
        }
        books.customers(customers);
        books.collect(lines);
        seals.know(lines);
        return seals;
    }

    private static void seal(Books books, FakeSeals seals) {
        books.start(NOVEMBER);
        books.seal(seals, books.closes.running().orElseThrow().request());
    }

    private String killing(FakeSeals seals) throws Exception {
        books.start(NOVEMBER, Close.Drive.MANUAL, false);
        Close.Request request = books.closes.running().orElseThrow().request();
        Closes desk = books.desk();
        startAndKill("planned", "SELECT true");
        desk.begin(request.id()).await().atMost(Books.PATIENCE);
        startAndKill("sealing", "SELECT state = 'sealing' AND usage_partitions IS NOT NULL FROM billing.close");
        books.seal(seals, request);
        for (int drafts : List.of(2, 40)) {
            startAndKill("review", "SELECT count(*) >= " + drafts + " FROM billing.close_draft");
        }
        startAndKill("review", "SELECT review IS NOT NULL FROM billing.close");
        desk.approve(request.id(), "second").await().atMost(Books.PATIENCE);
        startAndKill("approved", "SELECT true");
        desk.finalizeInvoices(request.id()).await().atMost(Books.PATIENCE);
        for (int invoices : List.of(1, 33)) {
            startAndKill("finalizing", "SELECT count(*) >= " + invoices + " FROM billing.invoice");
        }
        startAndKill("completed", "SELECT state = 'completed' FROM billing.close");
        assertThat(books.start(NOVEMBER)).isInstanceOf(Start.Done.class);
        startAndKill("completed", "SELECT true");
        return documents(books);
    }

    /** A process works until the books say so; then it is gone, in the middle of whatever it does. */
    private void startAndKill(String state, String until) throws IOException, InterruptedException {
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CloseProcess.class.getName(),
                        books.database.name(),
                        books.database.host(),
                        Integer.toString(books.database.port())))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.inputReader(StandardCharsets.US_ASCII).readLine()).isEqualTo("closing");
        while (!books.query(until).equals("t")) {
            assertThat(process.isAlive()).as("the process that closes").isTrue();
        }
        killed.merge(books.query("SELECT state FROM billing.close"), 1, Integer::sum);
        process.destroyForcibly().waitFor();
        assertThat(killed).containsKey(state);
    }

    /** The root covers every byte of a document and, by the chain, of those before it; only the keys of the signatures differ. */
    private static String documents(Books books) {
        List<String> documents = new ArrayList<>(books.query(DOCUMENTS).lines().toList());
        assertThat(documents).hasSize(CUSTOMERS);
        return String.join("\n", documents);
    }
}
