package io.tallystick.rating.catalog;

import io.tallystick.rating.pricing.Findings;
import io.tallystick.rating.pricing.Matrix;
import io.tallystick.rating.pricing.Price;
import io.tallystick.schemas.meter.Meter;
import io.tallystick.schemas.money.Decimals;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules of a plan. Codes: {@code key_invalid}, {@code duplicate_key}, {@code name_missing}, {@code unknown_meter}, {@code
 * meter_archived}, {@code unknown_dimension}, {@code condition_empty}, {@code unknown_charge}, {@code charge_of_itself},
 * {@code not_a_usage_charge}, {@code of_missing}, {@code number_negative}, {@code size_not_positive}, {@code
 * minimum_above_maximum}, {@code limit_needs_a_line}, {@code commitment_empty}, {@code steps_not_ascending}, {@code rate_out_of_range}, {@code
 * trial_not_positive}.
 */
final class PlanLint {
    private final Plan plan;
    private final Map<String, Meter> meters;

    private PlanLint(Plan plan, Map<String, Meter> meters) {
        this.plan = plan;
        this.meters = meters;
    }

    static void check(Plan plan, Map<String, Meter> meters, Findings findings) {
        new PlanLint(plan, meters).check(findings);
    }

    private void check(Findings findings) {
        Lint.key(plan.key(), findings);
        if (plan.name().isBlank()) {
            findings.at("name").add("name_missing", plan.name(), "people must read something");
        }
        plan.trial()
                .filter(trial -> trial.isNegative() || trial.isZero())
                .ifPresent(trial -> findings.at("trial")
                        .add("trial_not_positive", trial, "must be an ISO 8601 period such as P14D"));
        charges(findings.at("charges"));
        plan.commitment().ifPresent(commitment -> commitment(commitment, findings.at("commitment")));
        discounts(findings.at("discounts"));
        entitlements(findings.at("entitlements"));
    }

    private void charges(Findings findings) {
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < plan.charges().size(); i++) {
            Charge charge = plan.charges().get(i);
            Findings here = findings.at(i);
            Lint.key(charge.key(), here);
            Lint.unique(keys, charge.key(), here);
            switch (charge) {
                case Charge.Usage usage -> usage(usage, here);
                case Charge.Recurring recurring -> recurring.tariff().check(here);
                case Charge.AddOn addOn -> addOn.tariff().check(here);
                case Charge.OneOff oneOff -> oneOff.tariff().check(here);
                case Charge.PercentOf percent -> percentOf(percent, here);
                case Charge.Reserved reserved -> reserved(reserved, here);
            }
        }
    }

    private void usage(Charge.Usage usage, Findings findings) {
        usage.tariff().check(findings);
        Meter meter = meters.get(usage.meter());
        if (meter == null) {
            findings.at("meter")
                    .add(
                            "unknown_meter",
                            usage.meter(),
                            "must be one of the meters "
                                    + meters.keySet().stream().sorted().toList());
            return;
        }
        if (meter.archived()) {
            findings.at("meter").add("meter_archived", usage.meter(), "an archived meter takes no new events");
        }
        for (int i = 0; i < usage.filter().size(); i++) {
            MeterLint.condition(
                    usage.filter().get(i), meter, findings.at("filter").at(i));
        }
        matrixDimensions(usage.tariff().price(), meter, findings.at("price").at("dimensions"));
    }

    private static void matrixDimensions(Price price, Meter meter, Findings findings) {
        if (price instanceof Matrix matrix) {
            for (int i = 0; i < matrix.dimensions().size(); i++) {
                String dimension = matrix.dimensions().get(i);
                if (!meter.dimensions().containsKey(dimension)) {
                    findings.at(i)
                            .add(
                                    "unknown_dimension",
                                    dimension,
                                    "meter " + meter.key() + " has the dimensions "
                                            + meter.dimensions().keySet().stream()
                                                    .sorted()
                                                    .toList());
                }
            }
        }
    }

    private void percentOf(Charge.PercentOf percent, Findings findings) {
        if (percent.of().isEmpty()) {
            findings.at("of").add("of_missing", null, "at least one charge must be named");
        }
        for (int i = 0; i < percent.of().size(); i++) {
            String key = percent.of().get(i);
            Findings here = findings.at("of").at(i);
            if (key.equals(percent.key())) {
                here.add("charge_of_itself", key, "a charge cannot be a share of itself");
            } else if (known(key, here) && plan.charge(key).orElseThrow() instanceof Charge.PercentOf) {
                here.add("charge_of_itself", key, "a share of a share is not computed; name the charges behind it");
            }
        }
        notNegative(percent.rate(), findings.at("rate"));
        percent.minimum().ifPresent(minimum -> notNegative(minimum, findings.at("minimum")));
        percent.maximum().ifPresent(maximum -> notNegative(maximum, findings.at("maximum")));
        percent.minimum()
                .filter(minimum -> percent.maximum()
                        .filter(maximum -> minimum.compareTo(maximum) > 0)
                        .isPresent())
                .ifPresent(minimum -> findings.at("minimum")
                        .add("minimum_above_maximum", Decimals.text(minimum), "must not be above the maximum"));
    }

    private void reserved(Charge.Reserved reserved, Findings findings) {
        reserved.tariff().check(findings);
        findings.positive("quantity", reserved.quantity());
        Findings here = findings.at("of");
        if (known(reserved.of(), here) && !(plan.charge(reserved.of()).orElseThrow() instanceof Charge.Usage)) {
            here.add("not_a_usage_charge", reserved.of(), "capacity can be reserved for a USAGE charge only");
        }
    }

    private void commitment(Commitment commitment, Findings findings) {
        if (commitment.minimum().isEmpty()
                && commitment.maximum().isEmpty()
                && commitment.ramp().isEmpty()) {
            findings.add("commitment_empty", null, "a minimum, a maximum or a ramp is needed");
        }
        commitment.minimum().ifPresent(minimum -> notNegative(minimum, findings.at("minimum")));
        commitment.maximum().ifPresent(maximum -> notNegative(maximum, findings.at("maximum")));
        for (int i = 0; i < commitment.ramp().size(); i++) {
            Commitment.Phase phase = commitment.ramp().get(i);
            findings.at("ramp").at(i).positive("periods", BigDecimal.valueOf(phase.periods()));
            notNegative(phase.minimum(), findings.at("ramp").at(i).at("minimum"));
        }
        BigDecimal highest = commitment.ramp().stream()
                .map(Commitment.Phase::minimum)
                .reduce(commitment.minimum().orElse(BigDecimal.ZERO), BigDecimal::max);
        commitment
                .maximum()
                .filter(maximum -> highest.compareTo(maximum) > 0)
                .ifPresent(maximum -> findings.at("maximum")
                        .add(
                                "minimum_above_maximum",
                                Decimals.text(maximum),
                                "must not be below the highest minimum, " + Decimals.text(highest)));
    }

    private void discounts(Findings findings) {
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < plan.discounts().size(); i++) {
            Discount discount = plan.discounts().get(i);
            Findings here = findings.at(i);
            Lint.key(discount.key(), here);
            Lint.unique(keys, discount.key(), here);
            for (int c = 0; c < discount.of().size(); c++) {
                known(discount.of().get(c), here.at("of").at(c));
            }
            switch (discount.off()) {
                case Discount.Percent(BigDecimal rate) -> rate(rate, here.at("rate"));
                case Discount.Amount(BigDecimal amount) -> notNegative(amount, here.at("amount"));
                case Discount.Volume(List<Discount.Step> steps) -> volume(steps, here.at("tiers"));
            }
        }
    }

    private static void volume(List<Discount.Step> steps, Findings findings) {
        if (steps.isEmpty()) {
            findings.add("tiers_missing", null, "at least one tier is needed");
        }
        for (int i = 0; i < steps.size(); i++) {
            rate(steps.get(i).rate(), findings.at(i).at("rate"));
            notNegative(steps.get(i).from(), findings.at(i).at("from"));
            if (i > 0 && steps.get(i).from().compareTo(steps.get(i - 1).from()) <= 0) {
                findings.at(i)
                        .at("from")
                        .add(
                                "steps_not_ascending",
                                Decimals.text(steps.get(i).from()),
                                "must be above the tier before");
            }
        }
    }

    private void entitlements(Findings findings) {
        Set<String> features = new HashSet<>();
        for (int i = 0; i < plan.entitlements().size(); i++) {
            Entitlement entitlement = plan.entitlements().get(i);
            Findings here = findings.at(i);
            if (!features.add(entitlement.feature())) {
                here.at("feature").add("duplicate_key", entitlement.feature(), "must be used once");
            }
            switch (entitlement) {
                case Entitlement.Included _ -> {}
                case Entitlement.Static fixed -> {
                    notNegative(fixed.limit(), here.at("limit"));
                    raises(fixed.raisedBy(), here.at("raisedBy"));
                }
                case Entitlement.Metered metered -> {
                    notNegative(metered.limit(), here.at("limit"));
                    raises(metered.raisedBy(), here.at("raisedBy"));
                    ofMembers(metered, here);
                    if (!meters.containsKey(metered.meter())) {
                        here.at("meter")
                                .add(
                                        "unknown_meter",
                                        metered.meter(),
                                        "a metered limit needs a meter of the same name, or meter: the key of one");
                    }
                }
            }
        }
    }

    private void raises(List<Entitlement.Raise> raisedBy, Findings findings) {
        for (int i = 0; i < raisedBy.size(); i++) {
            known(raisedBy.get(i).charge(), findings.at(i).at("charge"));
            findings.at(i).positive("by", raisedBy.get(i).by());
        }
    }

    /** Usage that cannot be counted event by event is known from its rated line, so there must be one that holds all of it. */
    private void ofMembers(Entitlement.Metered metered, Findings findings) {
        Meter meter = meters.get(metered.meter());
        boolean fromLine = meter != null
                && (meter.aggregation() == Meter.Aggregation.TIME_WEIGHTED
                        || meter.aggregation() == Meter.Aggregation.PERCENTILE);
        if (fromLine && metered.per() != Entitlement.Per.PERIOD) {
            findings.at("per")
                    .add(
                            "limit_needs_a_line",
                            metered.per(),
                            "usage of a " + meter.aggregation() + " meter is known for a billing period only");
        }
        if (fromLine && plan.chargeOfAll(metered.meter()).isEmpty()) {
            findings.at("meter")
                    .add(
                            "limit_needs_a_line",
                            metered.meter(),
                            "a limit on a " + meter.aggregation()
                                    + " meter needs a usage charge on it without a filter");
        }
    }

    private boolean known(String charge, Findings findings) {
        if (plan.charge(charge).isPresent()) {
            return true;
        }
        findings.add(
                "unknown_charge",
                charge,
                "must be one of the charges of the plan "
                        + plan.charges().stream().map(Charge::key).toList());
        return false;
    }

    private static void notNegative(BigDecimal value, Findings findings) {
        if (value.signum() < 0) {
            findings.add("number_negative", Decimals.text(value), "must be 0 or more");
        }
    }

    private static void rate(BigDecimal rate, Findings findings) {
        if (rate.signum() < 0 || rate.compareTo(BigDecimal.ONE) > 0) {
            findings.add("rate_out_of_range", Decimals.text(rate), "must be 0 to 1; 0.05 is 5 %");
        }
    }
}
