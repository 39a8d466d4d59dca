package io.tallystick.invoice.assembly;

import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.id.SetDigest;
import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.Money;
import io.tallystick.schemas.rated.RatedLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Puts the rated lines of one customer on invoices: one for each currency, lines in a stated order, the total the sum of the lines
 * as shown. Lines of 49.00, 0.00 and 12.35 give one invoice of 61.35. Nothing is rounded here: every amount already stands at the
 * minor unit, and one that does not is refused.
 */
public final class Assembler {
    private Assembler() {}

    /** The same, with the digests of the lines computed from what they say. */
    public static List<Invoice.Draft> assemble(String closeId, Instant cutoff, Party customer, List<RatedLine> lines) {
        return assemble(closeId, cutoff, customer, lines, RatedLine::digest);
    }

    /**
     * The drafts of a customer, sorted by currency; none without lines.
     *
     * @param closeId the close that bills
     * @param cutoff its cut-off
     * @param customer whose lines these are
     * @param lines each once, in any order
     * @param digestOf the digest of each of these lines, as {@link RatedLine#digest} computes it
     * @throws IllegalArgumentException if a line belongs to somebody else, stands twice, is billable after the cut-off, or has an
     *     amount with more digits than its currency
     */
    public static List<Invoice.Draft> assemble(
            String closeId,
            Instant cutoff,
            Party customer,
            List<RatedLine> lines,
            Function<RatedLine, Hash128> digestOf) {
        Map<String, List<RatedLine>> byCurrency = new TreeMap<>();
        for (RatedLine line : lines) {
            check(line, customer, cutoff);
            byCurrency
                    .computeIfAbsent(line.currency(), currency -> new ArrayList<>())
                    .add(line);
        }
        return byCurrency.values().stream()
                .map(own -> draft(closeId, cutoff, customer, own, digestOf))
                .toList();
    }

    private static Invoice.Draft draft(
            String closeId,
            Instant cutoff,
            Party customer,
            List<RatedLine> unsorted,
            Function<RatedLine, Hash128> digestOf) {
        String currency = unsorted.getFirst().currency();
        List<RatedLine> lines = unsorted.stream().sorted(LineOrder.INSTANCE).toList();
        Money total = Money.zero(CurrencyUnit.of(currency));
        SetDigest digest = SetDigest.EMPTY;
        Period period = null;
        long events = 0;
        List<InvoiceLine> shown = new ArrayList<>(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            RatedLine line = lines.get(i);
            if (i > 0 && line.id().equals(lines.get(i - 1).id())) {
                throw new IllegalArgumentException("Line " + line.id() + " stands twice.");
            }
            Money amount = new Money(total.currency(), line.amount());
            InvoiceLine next = InvoiceLine.at(i + 1, line, amount.value());
            shown.add(next);
            total = total.plus(amount);
            digest = digest.plus(digestOf.apply(line));
            period = period == null ? next.servicePeriod() : period.union(next.servicePeriod());
            events += line.eventCount();
        }
        return new Invoice.Draft(
                Invoice.idOf(closeId, customer.id(), currency),
                closeId,
                cutoff,
                customer,
                currency,
                period,
                shown,
                total.value(),
                events,
                digest.hex());
    }

    private static void check(RatedLine line, Party customer, Instant cutoff) {
        if (!line.customerId().equals(customer.id())) {
            throw new IllegalArgumentException(
                    "Line " + line.id() + " is of customer " + line.customerId() + ", not of " + customer.id() + ".");
        }
        if (line.billableAt().isAfter(cutoff)) {
            throw new IllegalArgumentException("Line " + line.id() + " is billable at " + line.billableAt()
                    + ", after the cut-off " + cutoff + ".");
        }
    }
}
