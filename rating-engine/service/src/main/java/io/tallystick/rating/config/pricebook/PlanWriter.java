package io.tallystick.rating.config.pricebook;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.rating.catalog.Charge;
import io.tallystick.rating.catalog.Commitment;
import io.tallystick.rating.catalog.Discount;
import io.tallystick.rating.catalog.Entitlement;
import io.tallystick.rating.catalog.Late;
import io.tallystick.rating.catalog.Plan;
import java.math.BigDecimal;
import java.util.List;

/** Writes plans. */
final class PlanWriter {
    private PlanWriter() {}

    static ObjectNode plan(Plan plan) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("key", plan.key());
        out.put("name", plan.name());
        plan.description().ifPresent(text -> out.put("description", text));
        out.put("currency", plan.currency().code());
        out.putObject("cadence")
                .put("unit", plan.cadence().unit().name())
                .put("count", plan.cadence().count());
        out.put("proration", plan.proration().name());
        if (plan.late() != Late.ADJUST) {
            // The default is left out: plans that were published before there was a choice keep their content.
            out.put("late", plan.late().word());
        }
        plan.trial().ifPresent(trial -> out.put("trial", trial.toString()));
        ArrayNode charges = out.putArray("charges");
        plan.charges().forEach(charge -> charges.add(charge(charge)));
        plan.commitment().ifPresent(commitment -> commitment(out.putObject("commitment"), commitment));
        if (!plan.discounts().isEmpty()) {
            ArrayNode discounts = out.putArray("discounts");
            plan.discounts().forEach(discount -> discount(discounts.addObject(), discount));
        }
        if (!plan.entitlements().isEmpty()) {
            ArrayNode entitlements = out.putArray("entitlements");
            plan.entitlements().forEach(entitlement -> entitlement(entitlements.addObject(), entitlement));
        }
        if (!plan.attributes().isEmpty()) {
            PriceWriter.map(out, "attributes", plan.attributes());
        }
        return out;
    }

    private static ObjectNode charge(Charge charge) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("key", charge.key());
        charge.name().ifPresent(name -> out.put("name", name));
        out.put("kind", charge.kind().name());
        switch (charge) {
            case Charge.Usage usage -> {
                optional(out, charge);
                out.put("meter", usage.meter());
                MeterCodec.conditions(out, usage.filter());
                PriceWriter.tariff(out, usage.tariff());
            }
            case Charge.Recurring recurring -> {
                optional(out, charge);
                out.put("timing", recurring.timing().name());
                PriceWriter.tariff(out, recurring.tariff());
            }
            case Charge.AddOn addOn -> {
                out.put("timing", addOn.timing().name());
                PriceWriter.tariff(out, addOn.tariff());
            }
            case Charge.OneOff oneOff -> PriceWriter.tariff(out, oneOff.tariff());
            case Charge.PercentOf percent -> {
                optional(out, charge);
                texts(out, "of", percent.of());
                PriceWriter.decimal(out, "rate", percent.rate());
                PriceWriter.decimal(out, "minimum", percent.minimum());
                PriceWriter.decimal(out, "maximum", percent.maximum());
            }
            case Charge.Reserved reserved -> {
                optional(out, charge);
                out.put("of", reserved.of());
                PriceWriter.decimal(out, "quantity", reserved.quantity());
                out.put("timing", reserved.timing().name());
                PriceWriter.tariff(out, reserved.tariff());
            }
        }
        return out;
    }

    private static void optional(ObjectNode out, Charge charge) {
        if (charge.optional()) {
            out.put("optional", true);
        }
    }

    static void commitment(ObjectNode out, Commitment commitment) {
        PriceWriter.decimal(out, "minimum", commitment.minimum());
        PriceWriter.decimal(out, "maximum", commitment.maximum());
        if (!commitment.ramp().isEmpty()) {
            ArrayNode ramp = out.putArray("ramp");
            for (Commitment.Phase phase : commitment.ramp()) {
                PriceWriter.decimal(ramp.addObject().put("periods", phase.periods()), "minimum", phase.minimum());
            }
        }
    }

    private static void discount(ObjectNode out, Discount discount) {
        out.put("key", discount.key());
        discount.name().ifPresent(name -> out.put("name", name));
        if (!discount.of().isEmpty()) {
            texts(out, "of", discount.of());
        }
        switch (discount.off()) {
            case Discount.Percent(BigDecimal rate) -> PriceWriter.decimal(out, "rate", rate);
            case Discount.Amount(BigDecimal amount) -> PriceWriter.decimal(out, "amount", amount);
            case Discount.Volume(List<Discount.Step> steps) -> {
                ArrayNode tiers = out.putArray("tiers");
                for (Discount.Step step : steps) {
                    ObjectNode tier = tiers.addObject();
                    PriceWriter.decimal(tier, "from", step.from());
                    PriceWriter.decimal(tier, "rate", step.rate());
                }
            }
        }
    }

    private static void entitlement(ObjectNode out, Entitlement entitlement) {
        out.put("feature", entitlement.feature());
        switch (entitlement) {
            case Entitlement.Included _ -> {}
            case Entitlement.Static fixed -> {
                PriceWriter.decimal(out, "limit", fixed.limit());
                raises(out, fixed.raisedBy());
            }
            case Entitlement.Metered metered -> {
                if (!metered.meter().equals(metered.feature())) {
                    out.put("meter", metered.meter());
                }
                PriceWriter.decimal(out, "limit", metered.limit());
                out.put("per", metered.per().name());
                out.put("hard", metered.hard());
                raises(out, metered.raisedBy());
            }
        }
    }

    private static void raises(ObjectNode out, List<Entitlement.Raise> raisedBy) {
        if (!raisedBy.isEmpty()) {
            ArrayNode list = out.putArray("raisedBy");
            for (Entitlement.Raise raise : raisedBy) {
                PriceWriter.decimal(list.addObject().put("charge", raise.charge()), "by", raise.by());
            }
        }
    }

    private static void texts(ObjectNode out, String field, List<String> texts) {
        ArrayNode list = out.putArray(field);
        texts.forEach(list::add);
    }
}
