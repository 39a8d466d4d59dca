package io.tallystick.rating.config.pricebook;

import io.tallystick.rating.catalog.Charge;
import io.tallystick.rating.catalog.Commitment;
import io.tallystick.rating.catalog.Discount;
import io.tallystick.rating.catalog.Entitlement;
import io.tallystick.rating.catalog.Late;
import io.tallystick.rating.catalog.Plan;
import io.tallystick.rating.catalog.Proration;
import io.tallystick.rating.catalog.Timing;
import io.tallystick.rating.pricing.Findings;
import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.time.Cadence;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Period;
import java.util.List;
import java.util.Optional;

/** Reads plans. */
final class PlanReader {
    private PlanReader() {}

    /** Reads a plan; {@code currency} stands in for one that the plan leaves out. */
    static Plan plan(Fields fields, Optional<CurrencyUnit> currency) {
        String key = fields.text("key");
        Plan plan = new Plan(
                key,
                fields.optionalText("name").orElse(key),
                fields.optionalText("description"),
                currency(fields, currency),
                fields.object("cadence").map(PlanReader::cadence).orElse(Cadence.MONTHLY),
                fields.optionalChoice("proration", Proration.class).orElse(Proration.DAY),
                fields.optionalText("late")
                        .map(word -> late(word, fields.at("late")))
                        .orElse(Late.ADJUST),
                fields.optionalText("trial").map(text -> period(text, fields.at("trial"))),
                fields.list("charges", PlanReader::charge),
                fields.object("commitment").map(PlanReader::commitment),
                fields.list("discounts", PlanReader::discount),
                fields.list("entitlements", PlanReader::entitlement),
                fields.texts("attributes", "what the plan promises in words"));
        fields.done();
        return plan;
    }

    static CurrencyUnit currency(Fields fields, Optional<CurrencyUnit> otherwise) {
        Optional<String> code = fields.optionalText("currency");
        if (code.isEmpty() && otherwise.isPresent()) {
            return otherwise.get();
        }
        String text = code.orElseGet(() -> fields.text("currency"));
        try {
            return CurrencyUnit.of(text);
        } catch (CurrencyUnit.UnknownCurrency unknown) {
            if (code.isPresent()) {
                fields.at("currency").add(unknown.code(), text, "must be a currency code of ISO 4217 such as USD");
            }
            return CurrencyUnit.of("USD");
        }
    }

    static Cadence cadence(Fields fields) {
        Cadence.Unit unit = fields.choice("unit", Cadence.Unit.class);
        int count = fields.optionalInteger("count").orElse(1);
        fields.done();
        if (count < 1 || count > Cadence.MAX_COUNT) {
            fields.at("count").add("count_out_of_range", count, "must be 1 to " + Cadence.MAX_COUNT);
            return Cadence.MONTHLY;
        }
        return new Cadence(unit, count);
    }

    private static Period period(String text, Findings findings) {
        try {
            return Period.parse(text);
        } catch (DateTimeException notAPeriod) {
            findings.add("period_invalid", text, "must be an ISO 8601 period of days or months such as P14D");
            return Period.ZERO;
        }
    }

    private static Late late(String word, Findings findings) {
        return Late.of(word).orElseGet(() -> {
            findings.add("unknown_value", word, "must be one of [adjust, hold]");
            return Late.ADJUST;
        });
    }

    private static Charge charge(Fields fields) {
        String key = fields.text("key");
        Optional<String> name = fields.optionalText("name");
        Optional<Charge.Kind> kind = fields.known("kind", Charge.Kind.class);
        if (kind.isEmpty()) {
            // Which other fields belong here is unknown; only the price can still be looked at.
            return new Charge.OneOff(key, name, PriceReader.tariff(fields));
        }
        Charge charge = charge(kind.get(), key, name, fields);
        fields.done();
        return charge;
    }

    private static Charge charge(Charge.Kind kind, String key, Optional<String> name, Fields fields) {
        return switch (kind) {
            case USAGE ->
                new Charge.Usage(
                        key,
                        name,
                        fields.flag("optional", false),
                        fields.text("meter"),
                        fields.list("filter", MeterCodec::condition),
                        PriceReader.tariff(fields));
            case RECURRING ->
                new Charge.Recurring(
                        key, name, fields.flag("optional", false), timing(fields), PriceReader.tariff(fields));
            case ADD_ON -> new Charge.AddOn(key, name, timing(fields), PriceReader.tariff(fields));
            case ONE_OFF -> new Charge.OneOff(key, name, PriceReader.tariff(fields));
            case PERCENT_OF ->
                new Charge.PercentOf(
                        key,
                        name,
                        fields.flag("optional", false),
                        fields.texts("of"),
                        fields.decimal("rate"),
                        fields.optionalDecimal("minimum"),
                        fields.optionalDecimal("maximum"));
            case RESERVED ->
                new Charge.Reserved(
                        key,
                        name,
                        fields.flag("optional", false),
                        fields.text("of"),
                        fields.decimal("quantity"),
                        timing(fields),
                        PriceReader.tariff(fields));
        };
    }

    private static Timing timing(Fields fields) {
        return fields.optionalChoice("timing", Timing.class).orElse(Timing.IN_ADVANCE);
    }

    static Commitment commitment(Fields fields) {
        Commitment commitment = new Commitment(
                fields.optionalDecimal("minimum"),
                fields.optionalDecimal("maximum"),
                fields.list("ramp", PlanReader::phase));
        fields.done();
        return commitment;
    }

    private static Commitment.Phase phase(Fields fields) {
        Commitment.Phase phase = new Commitment.Phase(fields.integer("periods"), fields.decimal("minimum"));
        fields.done();
        return phase;
    }

    static Discount discount(Fields fields) {
        Discount discount =
                new Discount(fields.text("key"), fields.optionalText("name"), fields.texts("of"), off(fields));
        fields.done();
        return discount;
    }

    private static Discount.Off off(Fields fields) {
        Optional<BigDecimal> rate = fields.optionalDecimal("rate");
        Optional<BigDecimal> amount = fields.optionalDecimal("amount");
        List<Discount.Step> steps = fields.list("tiers", PlanReader::discountStep);
        int given = (rate.isPresent() ? 1 : 0) + (amount.isPresent() ? 1 : 0) + (fields.has("tiers") ? 1 : 0);
        if (given != 1) {
            fields.findings().add("discount_ambiguous", null, "needs exactly one of rate, amount and tiers");
        }
        if (rate.isPresent()) {
            return new Discount.Percent(rate.get());
        }
        return amount.isPresent() ? new Discount.Amount(amount.get()) : new Discount.Volume(steps);
    }

    private static Discount.Step discountStep(Fields fields) {
        Discount.Step step = new Discount.Step(fields.decimal("from"), fields.decimal("rate"));
        fields.done();
        return step;
    }

    private static Entitlement.Raise raise(Fields fields) {
        Entitlement.Raise raise = new Entitlement.Raise(fields.text("charge"), fields.decimal("by"));
        fields.done();
        return raise;
    }

    private static Entitlement entitlement(Fields fields) {
        String feature = fields.text("feature");
        Optional<BigDecimal> limit = fields.optionalDecimal("limit");
        Optional<Entitlement.Per> per = fields.optionalChoice("per", Entitlement.Per.class);
        Entitlement entitlement;
        if (per.isPresent()) {
            entitlement = new Entitlement.Metered(
                    feature,
                    fields.optionalText("meter").orElse(feature),
                    limit.orElseGet(() -> fields.decimal("limit")),
                    per.get(),
                    fields.flag("hard", true),
                    fields.list("raisedBy", PlanReader::raise));
        } else if (limit.isPresent()) {
            entitlement = new Entitlement.Static(feature, limit.get(), fields.list("raisedBy", PlanReader::raise));
        } else {
            entitlement = new Entitlement.Included(feature);
        }
        fields.done();
        return entitlement;
    }
}
