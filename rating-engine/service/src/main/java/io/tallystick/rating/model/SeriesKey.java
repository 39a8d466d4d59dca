package io.tallystick.rating.model;

import io.tallystick.schemas.id.Hash128;

/**
 * Usage of one charge in one billing period of one subscription. It becomes one line, or one line for each segment if the
 * price of the charge changed inside the period.
 *
 * @param id derived from the other two; the same for the same usage, whenever and wherever it is computed
 * @param period the billing period
 * @param chargeKey the charge of the plan
 */
public record SeriesKey(Hash128 id, PeriodKey period, String chargeKey) {
    /** The key of a charge's usage in a period. */
    public static SeriesKey of(PeriodKey period, String chargeKey) {
        Hash128 id = Hash128.of(
                "series",
                period.customerId(),
                period.subscriptionId(),
                chargeKey,
                period.period().start().toString(),
                period.period().end().toString());
        return new SeriesKey(id, period, chargeKey);
    }
}
