package io.tallystick.rating.app;

import io.tallystick.rating.model.LimitWindow;
import io.tallystick.rating.model.PeriodKey;
import io.tallystick.rating.model.Subscription;
import io.tallystick.schemas.id.Hash128;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a question about an entitlement reads; every read walks an index and touches a few rows. */
public interface EntitlementStore {
    /**
     * What is known of a customer now.
     *
     * @param catalogue version of the catalogue
     * @param subscriptions the ids and versions of its subscriptions, one text; the same as long as none changes
     * @param counted the encoded aggregates of the spans that hold the instant
     */
    record Known(long catalogue, String subscriptions, Map<LimitWindow, String> counted) {
        /** Copies the map. */
        public Known {
            counted = Map.copyOf(counted);
        }
    }

    /** What is known of a customer at an instant. */
    Known known(String customerId, Instant at);

    /** The subscriptions of a customer. */
    List<Subscription> subscriptions(String customerId);

    /** Whether a value is in a set of distinct values. */
    boolean hasValue(String customerId, Hash128 set, String value);

    /** The quantities on the usage lines of a charge in a billing period: one for each stretch with one price. */
    List<BigDecimal> quantities(PeriodKey period, String charge);
}
