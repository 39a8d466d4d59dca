package io.tallystick.rating.app;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A question what periods that are past would have cost with a draft of a plan.
 *
 * @param id its id
 * @param order what was asked
 * @param state how it stands
 * @param after the last customer that was computed
 * @param progress how far it is
 * @param createdBy the access key that asked
 * @param createdAt when it was asked
 * @param updatedAt when it went on last
 */
public record WhatIf(
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
        /** Every customer was computed. */
        COMPLETED,
        /** A person stopped it; the results so far stay. */
        CANCELLED
    }

    /**
     * What is asked.
     *
     * @param planKey subscriptions on any version of this plan are computed with the draft instead
     * @param definition the draft as canonical JSON, as it was when it was asked
     * @param from billing periods that begin on this local date or later
     * @param to and before this one
     * @param customers whose; all if none is named
     */
    public record Order(String planKey, String definition, LocalDate from, LocalDate to, List<String> customers) {
        /** Copies the list. */
        public Order {
            customers = List.copyOf(customers);
        }
    }

    /**
     * How far it is.
     *
     * @param customers that were looked at
     * @param of how many there are
     * @param events that were read for them; none where the aggregates served
     */
    public record Progress(long customers, long of, long events) {}

    /**
     * What came out for a customer that has the plan.
     *
     * @param customerId whose
     * @param currency of the amounts; "" if it could not be computed
     * @param was what its lines cost
     * @param would what they would have cost
     * @param problem why it could not be computed, a code such as {@code not_priced}
     */
    public record Result(
            String customerId, String currency, BigDecimal was, BigDecimal would, Optional<String> problem) {
        /** More, or less if it is negative: 120.00 instead of 100.00 is 20.00. */
        public BigDecimal delta() {
            return would.subtract(was);
        }
    }

    /**
     * All customers together, in one currency.
     *
     * @param winners who would have paid less
     * @param losers who would have paid more
     * @param unchanged who would have paid the same
     */
    public record Total(String currency, BigDecimal was, BigDecimal would, long winners, long losers, long unchanged) {}

    /** Which results, and in which order. */
    public enum Choice {
        /** Every one, by customer. */
        ALL,
        /** Who would have paid less, the most first. */
        WINNERS,
        /** Who would have paid more, the most first. */
        LOSERS,
        /** Who could not be computed, by customer. */
        UNKNOWN
    }

    WhatIf going(State next, String nextAfter, Progress nextProgress, Instant now) {
        return new WhatIf(id, order, next, nextAfter, nextProgress, createdBy, createdAt, now);
    }
}
