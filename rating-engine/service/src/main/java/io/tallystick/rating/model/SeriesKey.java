package io.tallystick.rating.model;

import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.time.InstantText;
import java.util.Objects;

/**
 * Usage of one charge in one billing period of one subscription. It becomes one line, or one line for each segment if the
 * price of the charge changed inside the period.
 */
public final class SeriesKey {
    private final PeriodKey period;
    private final String chargeKey;

    /** Made when it is asked for; two threads may make it twice, and it is the same. */
    private Hash128 id;

    private SeriesKey(PeriodKey period, String chargeKey) {
        this.period = Objects.requireNonNull(period, "period");
        this.chargeKey = Objects.requireNonNull(chargeKey, "chargeKey");
    }

    /** The key of a charge's usage in a period. */
    public static SeriesKey of(PeriodKey period, String chargeKey) {
        return new SeriesKey(period, chargeKey);
    }

    /** Derived from the other two; the same for the same usage, whenever and wherever it is computed. */
    public Hash128 id() {
        Hash128 known = id;
        if (known == null) {
            known = Hash128.of(
                    "series",
                    period.customerId(),
                    period.subscriptionId(),
                    chargeKey,
                    InstantText.of(period.period().start()),
                    InstantText.of(period.period().end()));
            id = known;
        }
        return known;
    }

    /** The billing period. */
    public PeriodKey period() {
        return period;
    }

    /** The charge of the plan. */
    public String chargeKey() {
        return chargeKey;
    }

    @Override
    public boolean equals(Object other) {
        return other == this
                || (other instanceof SeriesKey key && chargeKey.equals(key.chargeKey) && period.equals(key.period));
    }

    @Override
    public int hashCode() {
        return 31 * period.hashCode() + chargeKey.hashCode();
    }

    @Override
    public String toString() {
        return chargeKey + " of " + period;
    }
}
