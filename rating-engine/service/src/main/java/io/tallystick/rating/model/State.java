package io.tallystick.rating.model;

import io.tallystick.rating.catalog.Charge;
import io.tallystick.rating.catalog.Commitment;
import io.tallystick.rating.catalog.Entitlement;
import io.tallystick.rating.catalog.PlanVersion;
import io.tallystick.rating.pricing.Tariff;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What holds between two changes of a subscription.
 *
 * @param plan the plan version
 * @param quantities by charge key; an optional charge is taken exactly if it stands here
 * @param ownPrices by charge key
 * @param ownCommitment in place of the plan's
 * @param ownLimits by feature
 * @param paused whether fees rest
 * @param trial whether everything is free
 */
record State(
        PlanVersion plan,
        Map<String, BigDecimal> quantities,
        Map<String, Tariff> ownPrices,
        Optional<Commitment> ownCommitment,
        Map<String, Entitlement.Agreed> ownLimits,
        boolean paused,
        boolean trial) {
    State {
        quantities = Map.copyOf(quantities);
        ownPrices = Map.copyOf(ownPrices);
        ownLimits = Map.copyOf(ownLimits);
    }

    static State of(PlanVersion plan) {
        return new State(plan, Map.of(), Map.of(), Optional.empty(), Map.of(), false, false);
    }

    /** Own prices, commitments and limits are an agreement about one plan: they survive its next version, not a change to another plan. */
    State on(PlanVersion next) {
        boolean samePlan = next.key().equals(plan.key());
        return new State(
                next,
                quantities,
                samePlan ? ownPrices : Map.of(),
                samePlan ? ownCommitment : Optional.empty(),
                samePlan ? ownLimits : Map.of(),
                paused,
                trial);
    }

    State withQuantity(String charge, BigDecimal quantity) {
        Map<String, BigDecimal> changed = new TreeMap<>(quantities);
        changed.put(charge, quantity);
        return new State(plan, changed, ownPrices, ownCommitment, ownLimits, paused, trial);
    }

    State without(String charge) {
        Map<String, BigDecimal> changed = new TreeMap<>(quantities);
        changed.remove(charge);
        return new State(plan, changed, ownPrices, ownCommitment, ownLimits, paused, trial);
    }

    State withOwnPrice(String charge, Optional<Tariff> tariff) {
        Map<String, Tariff> changed = new TreeMap<>(ownPrices);
        tariff.ifPresentOrElse(own -> changed.put(charge, own), () -> changed.remove(charge));
        return new State(plan, quantities, changed, ownCommitment, ownLimits, paused, trial);
    }

    State withOwnCommitment(Optional<Commitment> commitment) {
        return new State(plan, quantities, ownPrices, commitment, ownLimits, paused, trial);
    }

    State withOwnLimit(String feature, Optional<Entitlement.Agreed> limit) {
        Map<String, Entitlement.Agreed> changed = new TreeMap<>(ownLimits);
        limit.ifPresentOrElse(own -> changed.put(feature, own), () -> changed.remove(feature));
        return new State(plan, quantities, ownPrices, ownCommitment, changed, paused, trial);
    }

    State withPaused(boolean now) {
        return new State(plan, quantities, ownPrices, ownCommitment, ownLimits, now, trial);
    }

    State withTrial(boolean now) {
        return new State(plan, quantities, ownPrices, ownCommitment, ownLimits, paused, now);
    }

    boolean has(Charge charge) {
        return !charge.optional() || quantities.containsKey(charge.key());
    }

    BigDecimal quantity(Charge charge) {
        return quantities.getOrDefault(charge.key(), BigDecimal.ONE);
    }

    Tariff tariff(String charge, Tariff listed) {
        return ownPrices.getOrDefault(charge, listed);
    }

    /** What the customer may use: as the plan says, with the limits that were agreed. */
    List<Entitlement> entitlements() {
        return plan.plan().entitlements().stream()
                .map(listed -> Optional.ofNullable(ownLimits.get(listed.feature()))
                        .flatMap(listed::with)
                        .orElse(listed))
                .toList();
    }

    Optional<Commitment> commitment() {
        return ownCommitment.isPresent() ? ownCommitment : plan.plan().commitment();
    }
}
