package io.tallystick.rating.app;

import io.tallystick.rating.model.Fact;
import io.tallystick.rating.model.PlanMove.From;
import io.tallystick.rating.model.PlanRef;
import java.time.Instant;
import java.util.List;

/**
 * A migration of subscribers as it is kept.
 *
 * @param id its id
 * @param order what was ordered
 * @param state running, completed or cancelled
 * @param after the last subscription that was looked at
 * @param progress how far it is
 * @param createdBy the access key that ordered it
 * @param createdAt when it was ordered
 * @param updatedAt when it went on last
 */
public record PlanMigration(
        String id,
        Order order,
        State state,
        String after,
        Progress progress,
        String createdBy,
        Instant createdAt,
        Instant updatedAt) {
    /** How it stands. */
    public enum State {
        /** It goes on by itself, also after a restart. */
        RUNNING,
        /** Every subscription was looked at. */
        COMPLETED,
        /** A person stopped it; who was moved stays moved. */
        CANCELLED
    }

    /**
     * What is ordered.
     *
     * @param from the versions that are left
     * @param to the version that is taken, one on sale
     * @param customers whose subscriptions; all if none is named
     * @param at when, or a time in the period at whose end
     * @param when at the instant, or at the end of each subscription's billing period
     */
    public record Order(List<From> from, PlanRef to, List<String> customers, Instant at, Fact.When when) {
        /** Copies the lists. */
        public Order {
            from = List.copyOf(from);
            customers = List.copyOf(customers);
        }
    }

    /**
     * How far it is.
     *
     * @param lookedAt subscriptions that were looked at
     * @param moved those that were moved
     * @param refused those that could not be moved
     */
    public record Progress(long lookedAt, long moved, long refused) {}
}
