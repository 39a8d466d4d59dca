package io.tallystick.invoice.http;

import io.tallystick.invoice.app.CloseView;
import io.tallystick.invoice.app.Customer;
import io.tallystick.invoice.app.InvoiceStore;
import io.tallystick.invoice.assembly.Comparison;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What an operator sees first.
 *
 * @param closes newest first
 * @param invoices newest first
 * @param customers by id
 * @param suggestedCutoff start of the present month, to begin a close with
 * @param problem why the last request was refused, "" if it was not
 */
record OperatorView(
        List<CloseRow> closes,
        List<InvoiceRow> invoices,
        List<Customer> customers,
        String suggestedCutoff,
        String problem) {

    /** Whether a close is on its way, so that the page looks again soon. */
    public boolean running() {
        return closes.stream().anyMatch(close -> !close.settled());
    }

    /**
     * A close.
     *
     * @param id of the close
     * @param cutoff up to when
     * @param state of the close
     * @param stage what is going on, in words
     * @param percent how far it is, 0 to 100
     * @param lines that belong to it
     * @param invoices made of how many
     * @param totals by currency
     * @param settled whether it is completed or cancelled
     * @param waitingFor what it waits for
     * @param differences why it does not go on
     */
    record CloseRow(
            String id,
            String cutoff,
            String state,
            String stage,
            long percent,
            String lines,
            String invoices,
            String totals,
            boolean settled,
            List<String> waitingFor,
            List<String> differences) {

        static CloseRow of(CloseView close) {
            CloseView.Made made = close.invoices();
            return new CloseRow(
                    close.id(),
                    Words.second(close.cutoff(), "UTC"),
                    close.state(),
                    stage(close),
                    percent(close),
                    Words.count(close.lines()),
                    Words.count(made.made()) + (made.of() > made.made() ? " of " + Words.count(made.of()) : ""),
                    close.proof() == null ? "" : totals(close.proof().amounts()),
                    !close.open(),
                    close.waitingFor(),
                    close.differences().stream().map(CloseRow::words).toList());
        }

        private static String stage(CloseView close) {
            CloseView.Partitions partitions = close.partitions();
            return switch (close.state()) {
                case "planned" -> "waits to be started";
                case "sealing" ->
                    !close.differences().isEmpty()
                            ? "stopped: rated and collected lines differ"
                            : partitions.of() == 0
                                    ? "writing the barrier"
                                    : partitions.sealed() + " of " + partitions.of() + " partitions sealed";
                case "review" ->
                    close.review() == null
                            ? "drafting, " + Words.count(close.drafts().made()) + " of "
                                    + Words.count(close.drafts().of()) + " customers"
                            : "waits for people";
                case "approved" -> "approved";
                case "finalizing" -> "making invoices";
                case "completed" -> "proven complete, differences 0";
                default -> "given up, nothing was billed";
            };
        }

        private static long percent(CloseView close) {
            return switch (close.state()) {
                case "planned", "cancelled" -> 0;
                case "sealing" ->
                    share(25, close.partitions().sealed(), close.partitions().of());
                case "review" ->
                    25 + share(25, close.drafts().made(), close.drafts().of());
                case "approved" -> 50;
                case "finalizing" ->
                    50 + share(50, close.invoices().made(), close.invoices().of());
                default -> 100;
            };
        }

        private static long share(long points, long made, long of) {
            return of == 0 ? 0 : points * made / of;
        }

        private static String words(Comparison.Difference difference) {
            String where = difference.partition() == null ? "" : "partition " + difference.partition() + ", ";
            return where + difference.what() + ": rated " + difference.sealed() + ", collected "
                    + difference.collected();
        }

        private static String totals(Map<String, BigDecimal> amounts) {
            return amounts.entrySet().stream()
                    .map(one -> one.getKey() + " " + Words.number(one.getValue()))
                    .collect(Collectors.joining(", "));
        }
    }

    /**
     * An invoice.
     *
     * @param id of the invoice
     * @param number as printed
     * @param customerId who pays
     * @param customer name on it
     * @param period of its lines
     * @param total with the currency
     */
    record InvoiceRow(String id, String number, String customerId, String customer, String period, String total) {
        static InvoiceRow of(InvoiceStore.Listed invoice) {
            return new InvoiceRow(
                    invoice.id(),
                    invoice.number(),
                    invoice.customerId(),
                    invoice.customerName(),
                    Words.period(invoice.periodStart(), invoice.periodEnd(), "UTC"),
                    invoice.currency() + " " + Words.number(invoice.total()));
        }
    }
}
