package io.tallystick.rating.app;

import io.tallystick.schemas.control.ControlRecord.SubscriptionRetried;
import io.tallystick.schemas.problem.ProblemException;
import java.util.List;

/** Subscriptions that stand still after a broken invariant, and the way to let them go on. */
public final class ParkedSubscriptions {
    private final CorrectionStore store;
    private final ControlLog log;

    /** Those in {@code store}. */
    public ParkedSubscriptions(CorrectionStore store, ControlLog log) {
        this.store = store;
        this.log = log;
    }

    /** Parked subscriptions after {@code after}, in the order of their ids. */
    public List<Parked> list(String after, int limit) {
        return store.parked(after, limit);
    }

    /**
     * Lets the owner of the customer's partition try a subscription again, with every event that waits for it. If the domain fails
     * again it is parked again, with the new evidence.
     *
     * @param requestId for people who read the log
     * @throws ProblemException 404 if the subscription is not parked
     */
    public Parked retry(String subscriptionId, String requestId) {
        Parked parked = store.parked(subscriptionId)
                .orElseThrow(() -> ProblemException.of(
                        404,
                        "not_parked",
                        "subscription " + subscriptionId + " is not parked; nothing has to be retried"));
        log.append(parked.customerId(), new SubscriptionRetried(parked.customerId(), subscriptionId, requestId));
        return parked;
    }
}
