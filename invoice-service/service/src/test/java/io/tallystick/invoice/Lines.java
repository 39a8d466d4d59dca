package io.tallystick.invoice;

import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.id.Partition;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Step;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Rated lines as rating-engine would send them. */
public final class Lines {
    public static final int PARTITIONS = 4;
    public static final Instant SEPTEMBER = Instant.parse("2026-09-01T00:00:00Z");
    public static final Instant OCTOBER = Instant.parse("2026-10-01T00:00:00Z");
    public static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:00Z");
    public static final Instant NOVEMBER = Instant.parse("2026-11-01T00:00:00Z");

    private Lines() {}

    /** A fee in advance for the month from {@code start}. */
    public static RatedLine fee(String customer, Instant start, Instant end, String amount) {
        return line(customer, "fee", RatedLine.Kind.RECURRING, start, end, start, "1", amount, "USD");
    }

    /** Usage in arrears. */
    public static RatedLine usage(String customer, Instant start, Instant end, String quantity, String amount) {
        return line(customer, "calls", RatedLine.Kind.USAGE, start, end, end, quantity, amount, "USD");
    }

    /** The difference to a line that a close holds. */
    public static RatedLine adjustment(RatedLine original, Instant billableAt, String quantity, String amount) {
        RatedLine difference = line(
                original.customerId(),
                original.chargeKey(),
                RatedLine.Kind.USAGE,
                original.servicePeriodStart(),
                original.servicePeriodEnd(),
                billableAt,
                quantity,
                amount,
                original.currency());
        return new RatedLine(
                Hash128.of("adjustment", original.id(), billableAt.toString()).toString(),
                2,
                difference.customerId(),
                difference.subscriptionId(),
                difference.planKey(),
                difference.planVersion(),
                difference.chargeKey(),
                RatedLine.Kind.ADJUSTMENT,
                "Correction: " + difference.description(),
                difference.zone(),
                difference.servicePeriodStart(),
                difference.servicePeriodEnd(),
                billableAt,
                difference.meterKey(),
                difference.dimensions(),
                difference.quantity(),
                difference.currency(),
                difference.unroundedAmount(),
                difference.amount(),
                List.of(),
                difference.eventCount(),
                difference.eventDigest(),
                original.id(),
                "late_usage",
                difference.partition());
    }

    public static RatedLine line(
            String customer,
            String charge,
            RatedLine.Kind kind,
            Instant start,
            Instant end,
            Instant billableAt,
            String quantity,
            String amount,
            String currency) {
        boolean usage = kind == RatedLine.Kind.USAGE;
        return new RatedLine(
                Hash128.of(customer, charge, start.toString(), currency).toString(),
                1,
                customer,
                "sub-" + customer,
                "developer",
                3,
                charge,
                kind,
                usage ? "API calls" : "Developer plan",
                "UTC",
                start,
                end,
                billableAt,
                usage ? "api_calls" : null,
                Map.of(),
                new BigDecimal(quantity),
                currency,
                new BigDecimal(amount),
                new BigDecimal(amount),
                steps(usage, quantity, amount),
                usage ? new BigDecimal(quantity).longValue() : 0,
                "00000000000000000000000000000000",
                null,
                null,
                Partition.of(customer, PARTITIONS));
    }

    private static List<Step> steps(boolean usage, String quantity, String amount) {
        BigDecimal all = new BigDecimal(quantity);
        return usage
                ? List.of(
                        new Step(
                                "..10000",
                                BigDecimal.ZERO,
                                new BigDecimal("10000"),
                                all,
                                BigDecimal.ZERO,
                                null,
                                BigDecimal.ZERO),
                        new Step(
                                "10000..",
                                new BigDecimal("10000"),
                                null,
                                all,
                                new BigDecimal("0.0050"),
                                null,
                                new BigDecimal(amount)))
                : List.of(new Step("fee", null, null, null, null, null, new BigDecimal(amount)));
    }
}
