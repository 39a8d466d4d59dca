package io.tallystick.rating.config.pricebook;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.rating.catalog.Commitment;
import io.tallystick.rating.catalog.Entitlement;
import io.tallystick.rating.model.Fact;
import io.tallystick.rating.model.PlanRef;
import io.tallystick.rating.pricing.Findings;
import io.tallystick.rating.pricing.Tariff;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/** Reads one dated fact: {@code at}, one word that says what happened, and what belongs to it. */
final class FactReader {
    private static final List<String> WORDS = List.of(
            "start",
            "plan",
            "quantity",
            "addOn",
            "endAddOn",
            "pause",
            "resume",
            "cancel",
            "trial",
            "price",
            "commitment",
            "limit");

    private final TimeReader time;
    private final Plans plans;

    FactReader(TimeReader time, Plans plans) {
        this.time = time;
        this.plans = plans;
    }

    Fact read(Fields fields) {
        Instant at = instant(fields, "at");
        List<String> given = WORDS.stream().filter(fields::has).toList();
        if (given.size() != 1) {
            fields.findings()
                    .add(
                            "change_ambiguous",
                            given.isEmpty() ? null : String.join(", ", given),
                            "needs exactly one of " + String.join(", ", WORDS));
            return new Fact.Pause(at);
        }
        Fact fact = fact(given.getFirst(), at, fields);
        fields.done();
        return fact;
    }

    private Fact fact(String word, Instant at, Fields fields) {
        return switch (word) {
            case "start" -> new Fact.Start(at, plan(fields, word));
            case "plan" -> new Fact.ToPlan(at, plan(fields, word), when(fields), anchor(fields));
            case "quantity" -> quantity(at, inner(fields, word));
            case "addOn" -> addOn(at, fields);
            case "endAddOn" -> new Fact.Drop(at, charge(fields, word), when(fields));
            case "pause" -> flag(fields, word, new Fact.Pause(at));
            case "resume" -> flag(fields, word, new Fact.Resume(at));
            case "cancel" -> fields.flag(word, true) ? new Fact.Cancel(at, when(fields)) : new Fact.KeepOn(at);
            case "trial" -> trial(at, inner(fields, word));
            case "price" -> ownPrice(at, inner(fields, word));
            case "commitment" -> ownCommitment(at, inner(fields, word));
            case "limit" -> ownLimit(at, inner(fields, word));
            default -> throw new IllegalArgumentException(word);
        };
    }

    private PlanRef plan(Fields fields, String field) {
        return plans.read(fields.value(field).orElseThrow(), fields.at(field));
    }

    private static Fact.When when(Fields fields) {
        return fields.optionalChoice("effective", Fact.When.class).orElse(Fact.When.NOW);
    }

    private Optional<LocalDateTime> anchor(Fields fields) {
        return fields.optionalText("anchor")
                .map(text -> time.anchor(text, fields.at("anchor")).local());
    }

    private static Fact quantity(Instant at, Fields fields) {
        Fact fact = new Fact.Quantity(at, fields.text("charge"), fields.decimal("quantity"));
        fields.done();
        return fact;
    }

    /** {@code "addOn":"backup"}, or with a quantity {@code "addOn":{"charge":"training","quantity":"3"}}. */
    private static Fact addOn(Instant at, Fields fields) {
        if (fields.value("addOn").filter(JsonNode::isObject).isEmpty()) {
            return new Fact.Take(at, fields.text("addOn"), BigDecimal.ONE);
        }
        Fields addOn = inner(fields, "addOn");
        Fact fact = new Fact.Take(at, addOn.text("charge"), addOn.decimalOr("quantity", BigDecimal.ONE));
        addOn.done();
        return fact;
    }

    private static String charge(Fields fields, String field) {
        if (fields.value(field).filter(JsonNode::isObject).isEmpty()) {
            return fields.text(field);
        }
        Fields inner = inner(fields, field);
        String charge = inner.text("charge");
        inner.done();
        return charge;
    }

    private Fact trial(Instant at, Fields fields) {
        Fact fact = new Fact.Trial(at, instant(fields, "until"));
        fields.done();
        return fact;
    }

    static Fact ownPrice(Instant at, Fields fields) {
        String charge = fields.text("charge");
        boolean listed = fields.flag("listed", false);
        Optional<Tariff> tariff = listed ? Optional.empty() : Optional.of(PriceReader.tariff(fields));
        fields.done();
        return new Fact.OwnPrice(at, charge, tariff);
    }

    static Fact ownCommitment(Instant at, Fields fields) {
        boolean listed = fields.flag("listed", false);
        Optional<Commitment> commitment = listed ? Optional.empty() : Optional.of(PlanReader.commitment(fields));
        fields.done();
        return new Fact.OwnCommitment(at, commitment);
    }

    /** {@code {"feature":"models","limit":"50","hard":false}}, or the limit of the plan again: {@code "listed":true}. */
    static Fact ownLimit(Instant at, Fields fields) {
        String feature = fields.text("feature");
        boolean listed = fields.flag("listed", false);
        Optional<Entitlement.Agreed> limit = listed
                ? Optional.empty()
                : Optional.of(new Entitlement.Agreed(
                        fields.decimal("limit"),
                        fields.has("hard") ? Optional.of(fields.flag("hard", true)) : Optional.empty()));
        fields.done();
        return new Fact.OwnLimit(at, feature, limit);
    }

    /** A word that needs no more than to stand there; its value is true. */
    private static Fact flag(Fields fields, String field, Fact fact) {
        if (!fields.flag(field, true)) {
            fields.at(field).add("not_true", "false", "is left out instead of being false");
        }
        return fact;
    }

    private static Fields inner(Fields fields, String field) {
        return fields.object(field).orElseThrow();
    }

    private Instant instant(Fields fields, String field) {
        String text = fields.text(field);
        return time.moment(text, fields.at(field));
    }

    /** Reads which plan is meant. */
    interface Plans {
        PlanRef read(JsonNode value, Findings findings);
    }
}
