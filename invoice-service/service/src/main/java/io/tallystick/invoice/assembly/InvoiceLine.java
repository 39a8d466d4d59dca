package io.tallystick.invoice.assembly;

import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Step;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * One line of an invoice: a rated line at its place, with the whole arithmetic that leads to its amount.
 *
 * @param position from 1 on, in the order of {@link LineOrder}
 * @param lineId the rated line
 * @param subscriptionId the subscription behind it
 * @param plan key and version of the plan that priced it, such as {@code developer@3}
 * @param chargeKey the charge of the plan
 * @param kind what it is
 * @param description for people
 * @param servicePeriod what is paid for, half-open
 * @param zone IANA zone of the period's dates
 * @param meterKey the meter of usage, otherwise null
 * @param dimensions the dimension group of usage, empty for the whole
 * @param quantity what was priced
 * @param unroundedAmount the exact amount
 * @param amount the amount at the minor unit; these add up to the total
 * @param steps the arithmetic
 * @param eventCount events behind the quantity
 * @param eventDigest order-independent digest of their identities
 * @param adjusts the line that this one corrects, or null
 * @param reason why it corrects, or null
 * @param explanation where the events behind the line are listed
 */
public record InvoiceLine(
        int position,
        String lineId,
        String subscriptionId,
        String plan,
        String chargeKey,
        RatedLine.Kind kind,
        String description,
        Period servicePeriod,
        String zone,
        String meterKey,
        Map<String, String> dimensions,
        BigDecimal quantity,
        BigDecimal unroundedAmount,
        BigDecimal amount,
        List<Step> steps,
        long eventCount,
        String eventDigest,
        String adjusts,
        String reason,
        String explanation) {

    /** Copies the collections. */
    public InvoiceLine {
        dimensions = dimensions == null ? Map.of() : Map.copyOf(dimensions);
        steps = steps == null ? List.of() : List.copyOf(steps);
    }

    static InvoiceLine at(int position, RatedLine line, BigDecimal amount) {
        return new InvoiceLine(
                position,
                line.id(),
                line.subscriptionId(),
                line.planKey() + "@" + line.planVersion(),
                line.chargeKey(),
                line.kind(),
                line.description(),
                new Period(line.servicePeriodStart(), line.servicePeriodEnd()),
                line.zone(),
                line.meterKey(),
                line.dimensions(),
                line.quantity(),
                line.unroundedAmount(),
                amount,
                line.steps(),
                line.eventCount(),
                line.eventDigest(),
                line.adjusts(),
                line.reason(),
                "/v1/usage/lines/" + line.id() + "/explanation");
    }
}
