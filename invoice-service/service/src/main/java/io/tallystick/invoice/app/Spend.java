package io.tallystick.invoice.app;

import io.tallystick.invoice.assembly.Period;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Step;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a customer owes so far: lines of the current period and those that no invoice has yet.
 *
 * @param customerId whose
 * @param currency of {@code total} and {@code uninvoiced}; null without lines and master data
 * @param asOf up to when everything that was received is in: now if no event is under way, otherwise the receipt of the last
 *     event that is rated; null before the first
 * @param eventsUnderWay records in the customer's partition that are received and not rated yet, those of others included
 * @param periods lines by service period and currency, earliest first
 * @param total sum of the lines in {@code currency}
 * @param uninvoiced the part of it that no invoice has yet
 * @param otherTotals sums in other currencies, if there are lines in any
 * @param credits prepaid credits by currency: what is available falls as usage arrives; empty without any
 */
public record Spend(
        String customerId,
        String currency,
        Instant asOf,
        long eventsUnderWay,
        List<PeriodSpend> periods,
        BigDecimal total,
        BigDecimal uninvoiced,
        Map<String, BigDecimal> otherTotals,
        List<CreditDesk.Balance> credits) {

    /** Copies the lists. */
    public Spend {
        periods = List.copyOf(periods);
        otherTotals = Map.copyOf(otherTotals);
        credits = List.copyOf(credits);
    }

    /**
     * The lines of a service period in one currency.
     *
     * @param start inclusive
     * @param end exclusive
     * @param currency of the lines
     * @param lines fees before usage before corrections
     * @param total their sum
     */
    public record PeriodSpend(Instant start, Instant end, String currency, List<Line> lines, BigDecimal total) {
        /** Copies the lines. */
        public PeriodSpend {
            lines = List.copyOf(lines);
        }
    }

    /**
     * One line.
     *
     * @param id of the rated line
     * @param description for people
     * @param kind what it is
     * @param subscriptionId behind it
     * @param chargeKey the charge
     * @param meterKey the meter of usage, otherwise null
     * @param dimensions the dimension group
     * @param quantity so far
     * @param amount so far
     * @param currency ISO 4217
     * @param servicePeriod what is paid for
     * @param steps the arithmetic
     * @param eventCount events behind it
     * @param invoiced whether an invoice has it
     * @param explanation where its events are listed
     */
    public record Line(
            String id,
            String description,
            RatedLine.Kind kind,
            String subscriptionId,
            String chargeKey,
            String meterKey,
            Map<String, String> dimensions,
            BigDecimal quantity,
            BigDecimal amount,
            String currency,
            Period servicePeriod,
            List<Step> steps,
            long eventCount,
            boolean invoiced,
            String explanation) {

        static Line of(SpendStore.SpendLine held) {
            RatedLine line = held.line();
            return new Line(
                    line.id(),
                    line.description(),
                    line.kind(),
                    line.subscriptionId(),
                    line.chargeKey(),
                    line.meterKey(),
                    line.dimensions(),
                    line.quantity(),
                    line.amount(),
                    line.currency(),
                    new Period(line.servicePeriodStart(), line.servicePeriodEnd()),
                    line.steps(),
                    line.eventCount(),
                    held.invoiced(),
                    "/v1/usage/lines/" + line.id() + "/explanation");
        }
    }
}
