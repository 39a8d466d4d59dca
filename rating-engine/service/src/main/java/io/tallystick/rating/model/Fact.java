package io.tallystick.rating.model;

import io.tallystick.rating.catalog.Commitment;
import io.tallystick.rating.catalog.Entitlement;
import io.tallystick.rating.pricing.Tariff;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Optional;

/**
 * One dated fact in the life of a subscription. Facts are only ever added; of several at the same instant all hold, in the
 * order in which they were added. A fact may be dated in the past: what it changes in periods that are sealed becomes
 * adjustment lines.
 */
public sealed interface Fact {
    /** When it takes effect, unless it says {@link When#PERIOD_END}. */
    Instant at();

    /** When a change takes effect. */
    enum When {
        /** At the instant of the fact. */
        NOW,
        /** At the end of the billing period that holds the instant of the fact. */
        PERIOD_END
    }

    /**
     * The subscription begins; always the first fact.
     *
     * @param at first instant that is charged
     * @param plan the plan version
     */
    record Start(Instant at, PlanRef plan) implements Fact {}

    /**
     * Another plan, or another version of the same plan: an upgrade, a downgrade, a migration. A later one replaces one that is
     * still pending. Quantities and add-ons stay where the new plan has a charge of the same key; own prices stay only with
     * another version of the same plan.
     *
     * @param at when, or a time in the period at whose end
     * @param plan the plan version
     * @param when now or at the end of the period
     * @param anchor from which periods are counted if the new plan has another cadence; absent: from the change
     */
    record ToPlan(Instant at, PlanRef plan, When when, Optional<LocalDateTime> anchor) implements Fact {}

    /**
     * Another quantity (seats) of a charge.
     *
     * @param at when
     * @param charge its key
     * @param quantity the whole new quantity, 0 or more
     */
    record Quantity(Instant at, String charge, BigDecimal quantity) implements Fact {}

    /**
     * Takes an optional charge: an add-on, reserved capacity, a share such as backup; or orders a one-off.
     *
     * @param at when
     * @param charge its key
     * @param quantity how many, more than 0
     */
    record Take(Instant at, String charge, BigDecimal quantity) implements Fact {}

    /**
     * Ends an optional charge that was taken.
     *
     * @param at when
     * @param charge its key
     * @param when now or at the end of the period
     */
    record Drop(Instant at, String charge, When when) implements Fact {}

    /**
     * Fees rest and usage is not billed until the subscription resumes.
     *
     * @param at when
     */
    record Pause(Instant at) implements Fact {}

    /**
     * The end of a pause.
     *
     * @param at when
     */
    record Resume(Instant at) implements Fact {}

    /**
     * The subscription ends; usage from then on has no subscription.
     *
     * @param at when
     * @param when now or at the end of the period
     */
    record Cancel(Instant at, When when) implements Fact {}

    /**
     * Takes a pending {@link Cancel} back.
     *
     * @param at before the end of the subscription
     */
    record KeepOn(Instant at) implements Fact {}

    /**
     * Free of charge until an instant, in place of the trial of the plan.
     *
     * @param at from when
     * @param until first instant that is charged again
     */
    record Trial(Instant at, Instant until) implements Fact {}

    /**
     * An own price of this customer for a charge, for instance a contract phase.
     *
     * @param at from when
     * @param charge its key
     * @param tariff the own price; absent: the price of the plan again
     */
    record OwnPrice(Instant at, String charge, Optional<Tariff> tariff) implements Fact {}

    /**
     * An own commitment of this customer, in place of the plan's.
     *
     * @param at from when
     * @param commitment the own commitment; absent: the commitment of the plan again
     */
    record OwnCommitment(Instant at, Optional<Commitment> commitment) implements Fact {}

    /**
     * An own limit of this customer for a feature of its plan. What was used so far still counts against it.
     *
     * @param at from when
     * @param feature its name
     * @param limit the own limit; absent: the limit of the plan again
     */
    record OwnLimit(Instant at, String feature, Optional<Entitlement.Agreed> limit) implements Fact {}
}
