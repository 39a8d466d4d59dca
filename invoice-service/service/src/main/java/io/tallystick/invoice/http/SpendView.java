package io.tallystick.invoice.http;

import io.tallystick.invoice.app.Customer;
import io.tallystick.invoice.app.InvoiceStore;
import io.tallystick.invoice.app.Spend;
import java.util.List;

/**
 * What a customer sees.
 *
 * @param customerId whose
 * @param name of the customer
 * @param currency of the totals
 * @param asOf how fresh the figures are
 * @param underWay records that are received and not rated yet, "" if there are none
 * @param total so far
 * @param uninvoiced the part that no invoice has yet
 * @param credits prepaid: currency, what is available, and of how much
 * @param periods lines by service period
 * @param invoices newest first
 */
record SpendView(
        String customerId,
        String name,
        String currency,
        String asOf,
        String underWay,
        String total,
        String uninvoiced,
        List<CreditBlock> credits,
        List<PeriodBlock> periods,
        List<OperatorView.InvoiceRow> invoices) {

    /**
     * Prepaid credits.
     *
     * @param currency of both
     * @param available what the lines that are not billed yet leave of it
     * @param balance what it was after the last invoice
     */
    record CreditBlock(String currency, String available, String balance) {}

    /**
     * A service period.
     *
     * @param period as days
     * @param currency of its lines
     * @param total of its lines
     * @param lines fees before usage
     */
    record PeriodBlock(String period, String currency, String total, List<LineBlock> lines) {}

    /**
     * A line.
     *
     * @param id of the rated line
     * @param description for people
     * @param quantity so far
     * @param amount so far
     * @param invoiced whether an invoice has it
     * @param events behind it
     * @param steps the arithmetic
     */
    record LineBlock(
            String id,
            String description,
            String quantity,
            String amount,
            boolean invoiced,
            String events,
            List<StepRow> steps) {}

    static SpendView of(Spend spend, Customer customer, List<InvoiceStore.Listed> invoices) {
        return new SpendView(
                spend.customerId(),
                customer == null ? spend.customerId() : customer.name(),
                spend.currency(),
                Words.second(spend.asOf(), zone(customer)),
                spend.eventsUnderWay() == 0 ? "" : Words.count(spend.eventsUnderWay()),
                Words.number(spend.total()),
                Words.number(spend.uninvoiced()),
                spend.credits().stream()
                        .filter(one -> one.balance().signum() > 0)
                        .map(one -> new CreditBlock(
                                one.currency(), Words.number(one.available()), Words.number(one.balance())))
                        .toList(),
                spend.periods().stream()
                        .map(period -> block(period, zone(customer)))
                        .toList(),
                invoices.stream().map(OperatorView.InvoiceRow::of).toList());
    }

    private static String zone(Customer customer) {
        return customer == null ? "UTC" : customer.zone();
    }

    private static PeriodBlock block(Spend.PeriodSpend period, String zone) {
        return new PeriodBlock(
                Words.period(period.start(), period.end(), zone),
                period.currency(),
                Words.number(period.total()),
                period.lines().stream().map(SpendView::line).toList());
    }

    private static LineBlock line(Spend.Line line) {
        return new LineBlock(
                line.id(),
                line.description(),
                Words.brief(line.quantity()),
                Words.number(line.amount()),
                line.invoiced(),
                line.meterKey() == null ? "" : Words.count(line.eventCount()),
                StepRow.of(line.steps(), Language.ENGLISH, 0));
    }
}
