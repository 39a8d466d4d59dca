package io.tallystick.rating.model;

import io.tallystick.schemas.id.SetDigest;
import io.tallystick.schemas.money.Money;
import io.tallystick.schemas.money.PreciseAmount;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Step;
import io.tallystick.schemas.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A rated line before it has a place in the log.
 *
 * @param id 32 hex digits, derived from what the line is
 * @param period the billing period in which it was made
 * @param planKey the plan
 * @param planVersion the version that priced it
 * @param chargeKey the charge, {@code commitment} for the true-up of a commitment
 * @param kind what it is
 * @param description one phrase for the invoice
 * @param zone in which the dates of the service period are shown
 * @param service what is paid for
 * @param billableAt the instant at which it becomes due by itself; {@link Settlement} moves it behind a seal
 * @param meterKey the meter of a usage line
 * @param quantity what was priced
 * @param unrounded the exact amount
 * @param amount what stands on the invoice
 * @param steps the arithmetic, adding up to {@code unrounded}
 * @param events how many events are behind it and which
 * @param adjusts the line that it corrects
 * @param reason why a correction exists, or {@code withdrawn}
 */
public record LineDraft(
        String id,
        PeriodKey period,
        String planKey,
        int planVersion,
        String chargeKey,
        RatedLine.Kind kind,
        String description,
        ZoneId zone,
        BillingPeriod service,
        Instant billableAt,
        Optional<String> meterKey,
        BigDecimal quantity,
        PreciseAmount unrounded,
        Money amount,
        List<Step> steps,
        SetDigest events,
        Optional<String> adjusts,
        Optional<String> reason) {
    /** Copies the list. */
    public LineDraft {
        steps = List.copyOf(steps);
    }

    /** This line, due at another instant. */
    LineDraft withBillableAt(Instant instant) {
        return new LineDraft(
                id,
                period,
                planKey,
                planVersion,
                chargeKey,
                kind,
                description,
                zone,
                service,
                instant,
                meterKey,
                quantity,
                unrounded,
                amount,
                steps,
                events,
                adjusts,
                reason);
    }

    /** The line as it stands in the log under a revision, in the partition that owns the customer. */
    public RatedLine rated(long revision, int partition) {
        return new RatedLine(
                id,
                revision,
                period.customerId(),
                period.subscriptionId(),
                planKey,
                planVersion,
                chargeKey,
                kind,
                description,
                zone.getId(),
                service.start(),
                service.end(),
                billableAt,
                meterKey.orElse(null),
                Map.of(),
                quantity,
                amount.currency().code(),
                unrounded.value(),
                amount.value(),
                steps,
                events.count(),
                events.hex(),
                adjusts.orElse(null),
                reason.orElse(null),
                partition);
    }

    /** Whether the standing line says the same; its revision and partition do not matter. */
    public boolean says(RatedLine standing) {
        return rated(standing.revision(), standing.partition()).equals(standing);
    }
}
