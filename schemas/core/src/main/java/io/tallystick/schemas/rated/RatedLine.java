package io.tallystick.schemas.rated;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Value of {@code usage.rated}: the whole present state of one rated line, never a difference, so that redelivery is harmless. The
 * last state that a reader of committed records meets is the newest; the revision orders states where they come by other ways.
 *
 * @param id derived from what the line is (subscription, charge, service period, dimension group, kind), 32 hex digits
 * @param revision position in the log of the last record that changed the line, plus one; it only grows
 * @param customerId who pays
 * @param subscriptionId the subscription that the charge belongs to
 * @param planKey the plan
 * @param planVersion its immutable version that priced the line
 * @param chargeKey the charge of the plan
 * @param kind what the line is
 * @param description one phrase for the invoice
 * @param zone IANA zone in which the dates of the period are shown
 * @param servicePeriodStart start of what is paid for, inclusive
 * @param servicePeriodEnd end of what is paid for, exclusive
 * @param billableAt the line belongs to the first close whose cut-off is at or after this instant
 * @param meterKey the meter of a usage line, otherwise null
 * @param dimensions the dimension group of a usage line, empty for the whole
 * @param quantity what was priced
 * @param currency ISO 4217
 * @param unroundedAmount the exact amount (24 fraction digits where it does not terminate)
 * @param amount the amount at the currency's minor unit; what stands on the invoice
 * @param steps the arithmetic, tier by tier
 * @param eventCount how many events are behind the quantity
 * @param eventDigest order-independent digest of their identities, 32 hex digits
 * @param adjusts the line that this one corrects, otherwise null
 * @param reason why an adjustment exists, otherwise null
 * @param partition the partition of {@code usage.events} that owns the customer
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RatedLine(
        String id,
        long revision,
        String customerId,
        String subscriptionId,
        String planKey,
        int planVersion,
        String chargeKey,
        Kind kind,
        String description,
        String zone,
        Instant servicePeriodStart,
        Instant servicePeriodEnd,
        Instant billableAt,
        String meterKey,
        Map<String, String> dimensions,
        BigDecimal quantity,
        String currency,
        BigDecimal unroundedAmount,
        BigDecimal amount,
        List<Step> steps,
        long eventCount,
        String eventDigest,
        String adjusts,
        String reason,
        int partition) {

    /** Copies the collections. */
    public RatedLine {
        dimensions = dimensions == null ? Map.of() : Map.copyOf(dimensions);
        steps = steps == null ? List.of() : List.copyOf(steps);
    }

    /** The line under another revision. */
    public RatedLine withRevision(long newRevision) {
        return new RatedLine(
                id,
                newRevision,
                customerId,
                subscriptionId,
                planKey,
                planVersion,
                chargeKey,
                kind,
                description,
                zone,
                servicePeriodStart,
                servicePeriodEnd,
                billableAt,
                meterKey,
                dimensions,
                quantity,
                currency,
                unroundedAmount,
                amount,
                steps,
                eventCount,
                eventDigest,
                adjusts,
                reason,
                partition);
    }

    /** Digest of everything that the line says, without its revision: equal for any order and split of the same events. */
    @JsonIgnore
    public Hash128 digest() {
        return Hash128.ofUtf8(Json.bytes(withRevision(0)));
    }

    /** What a line is. */
    public enum Kind {
        /** Metered usage. */
        USAGE,
        /** A fee per period. */
        RECURRING,
        /** A recurring add-on. */
        ADD_ON,
        /** Charged once. */
        ONE_OFF,
        /** A percentage of other lines. */
        PERCENT_OF,
        /** Reserved capacity. */
        RESERVED,
        /** What is missing to a minimum commitment. */
        COMMITMENT,
        /** What the plan takes off its own lines; negative. */
        DISCOUNT,
        /** The correction of a line that was sealed before. */
        ADJUSTMENT
    }
}
