package io.tallystick.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.demo.DemoCustomer;
import io.tallystick.demo.DemoEvent;
import io.tallystick.demo.DemoMonth;
import io.tallystick.demo.oracle.InvoiceCheck;
import io.tallystick.demo.oracle.Oracle;
import io.tallystick.demo.oracle.OracleResult;
import io.tallystick.launcher.client.ApiProblem;
import io.tallystick.launcher.client.TallyClient;
import io.tallystick.launcher.view.Screen;
import io.tallystick.launcher.view.Text;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The demo from the price book to the checked invoices, against a stack that is up. Running it again sends the same identities and asks
 * for the same close, so that nothing is billed twice.
 */
public final class DemoRun {
    private static final Set<String> WATCHED = Set.of("brightpath-tutors", "harbour-analytics", "meridian-freight");
    private static final String EXPLAINED = "brightpath-tutors";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int SHOWN = 20;

    private final TallyClient client;
    private final Screen screen;
    private final InstantSource clock;
    private final Path folder;
    private final DemoCalls calls;
    private final DemoMonth month = DemoMonth.october();

    /**
     * A run.
     *
     * @param client with an operator's key
     * @param screen for people
     * @param clock for the times that are shown
     * @param folder where the PDF is saved
     * @param calls come first
     */
    public DemoRun(TallyClient client, Screen screen, InstantSource clock, Path folder, DemoCalls calls) {
        this.client = client;
        this.screen = screen;
        this.clock = clock;
        this.folder = folder;
        this.calls = calls;
    }

    /** Runs everything. */
    public Result run() {
        refuseIfTooEarly();
        new DemoSetup(client, screen).run(DemoMonth.priceBook(), month.customers());

        boolean again = Balance.read(client).received() > 0;
        screen.gap();
        calls.run();

        screen.gap();
        screen.line(
                "Sending October 2026 through POST /v1/events; on the right, what three customers owe at this moment");
        Balance before = Balance.read(client);
        DemoTraffic.Sent sent = traffic();
        Balance since = settled(before, sent.accepted());
        boolean right = balance(sent, since, again);

        OracleResult expected = oracle();
        right &= again || same(expected, since);

        screen.gap();
        String explained = new DemoExplanation(client, screen).show(EXPLAINED, "calls");

        screen.gap();
        screen.line("Closing the month: everything that is billable by " + DemoMonth.CUTOFF);
        JsonNode close = new DemoClose(client, screen).run();

        screen.gap();
        screen.line("Invoices");
        DemoInvoices documents = new DemoInvoices(client, screen);
        List<JsonNode> invoices = documents.list(close.get("id").asText());
        Path pdf = documents.save(invoices, folder);
        screen.line("  the largest as PDF: " + pdf);

        screen.gap();
        List<String> differences = InvoiceCheck.differences(expected, invoices);
        tell(differences, invoices);
        return new Result(
                right && differences.isEmpty(),
                sent.accepted(),
                since.dispositions(),
                invoices.size(),
                close.get("id").asText(),
                explained,
                differences,
                pdf);
    }

    private void refuseIfTooEarly() {
        Instant end = DemoMonth.CUTOFF;
        if (clock.instant().isBefore(end)) {
            throw ApiProblem.local(
                    "clock_before_demo",
                    "The demo plays October 2026, and events of the future are refused; the clock of this machine says "
                            + clock.instant() + ", before " + end + ".");
        }
    }

    private DemoTraffic.Sent traffic() {
        List<DemoCustomer> watched = month.customers().stream()
                .filter(customer -> WATCHED.contains(customer.id()))
                .toList();
        DemoTraffic.Sent sent =
                new DemoTraffic(client, new LiveSpend(client, watched), screen, clock).send(month.sent());
        screen.line("  ✓ " + Text.count(sent.accepted()) + " accepted, "
                + Text.count(sent.sent() - sent.accepted()) + " refused, in " + seconds(sent.time()) + ": "
                + Text.count(sent.perSecond()) + " events a second");
        screen.line("    refused: " + words(sent.refusedByCode()));
        return sent;
    }

    /** Waits until rating-engine has taken everything that was accepted. */
    private Balance settled(Balance before, long accepted) {
        Instant start = clock.instant();
        while (true) {
            Balance since = Balance.read(client).since(before);
            screen.move("  " + Screen.bar(since.received(), accepted) + " " + Text.count(since.received())
                    + " rated and stored");
            if (since.received() >= accepted
                    || Duration.between(start, clock.instant()).compareTo(PATIENCE) > 0) {
                screen.rest();
                return since;
            }
            pause();
        }
    }

    private boolean balance(DemoTraffic.Sent sent, Balance since, boolean again) {
        screen.gap();
        screen.line("What became of every accepted event");
        since.dispositions()
                .forEach((disposition, count) ->
                        screen.line("  " + Text.left(disposition, 12) + Text.right(Text.count(count), 10)));
        boolean balanced = since.balanced() && since.received() == sent.accepted();
        screen.line("  " + Text.left("sum", 12) + Text.right(Text.count(since.sum()), 10)
                + (balanced ? "  = accepted ✓" : "  but accepted were " + Text.count(sent.accepted())));
        if (again) {
            screen.line(
                    "  This stack had events before this run. Those of the demo came a second time under the same ids:"
                            + " duplicates, which change no figure.");
        }
        sent.surprises().stream().limit(SHOWN).forEach(surprise -> screen.line("  unexpected: " + surprise));
        return balanced && sent.surprises().isEmpty();
    }

    private OracleResult oracle() {
        screen.move("  computing the month a second time, naively …");
        List<String> accepted = month.sent().stream()
                .filter(event -> event.refusedAs().isEmpty())
                .map(DemoEvent::json)
                .toList();
        OracleResult expected = new Oracle(DemoMonth.priceBook(), month.customers()).close(accepted, DemoMonth.CUTOFF);
        screen.rest();
        return expected;
    }

    private boolean same(OracleResult expected, Balance since) {
        if (expected.dispositions().equals(since.dispositions())) {
            return true;
        }
        screen.line("  the naive computation expects " + words(expected.dispositions()));
        return false;
    }

    private void tell(List<String> differences, List<JsonNode> invoices) {
        if (differences.isEmpty()) {
            long lines = invoices.stream()
                    .mapToLong(invoice -> invoice.path("lines").size())
                    .sum();
            screen.line("✓ A second, naive computation over all events agrees with every invoice: " + Text.count(lines)
                    + " lines and " + invoices.size() + " totals, to the cent.");
            return;
        }
        screen.line("The invoices differ from the naive computation in " + differences.size() + " places:");
        differences.stream().limit(SHOWN).forEach(difference -> screen.line("  " + difference));
    }

    private static String words(Map<String, ? extends Number> counts) {
        StringBuilder words = new StringBuilder();
        counts.forEach((name, count) -> words.append(words.isEmpty() ? "" : ", ")
                .append(count)
                .append(' ')
                .append(name));
        return words.toString();
    }

    private static String seconds(Duration time) {
        return time.toMillis() / 1_000 + "." + time.toMillisPart() / 100 + " s";
    }

    static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw ApiProblem.local("interrupted", "Stopped.");
        }
    }

    /**
     * How it ended.
     *
     * @param right whether every figure is as the naive computation says
     * @param accepted events that the door accepted in this run
     * @param dispositions what became of them
     * @param invoices of the close
     * @param close its id
     * @param explained the line that was explained
     * @param differences between the invoices and the naive computation
     * @param pdf of the largest invoice
     */
    public record Result(
            boolean right,
            long accepted,
            Map<String, Long> dispositions,
            int invoices,
            String close,
            String explained,
            List<String> differences,
            Path pdf) {

        /** For {@code --json}. */
        public Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("right", right);
            json.put("accepted", accepted);
            json.put("dispositions", dispositions);
            json.put("invoices", invoices);
            json.put("close", close);
            json.put("explained", explained);
            json.put("differences", differences);
            json.put("pdf", pdf.toString());
            return json;
        }
    }
}
