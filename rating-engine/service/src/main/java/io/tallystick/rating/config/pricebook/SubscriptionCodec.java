package io.tallystick.rating.config.pricebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.rating.app.PriceLanguageRefused;
import io.tallystick.rating.app.SubscriptionLanguage;
import io.tallystick.rating.model.Fact;
import io.tallystick.rating.model.PlanRef;
import io.tallystick.rating.model.Subscription;
import io.tallystick.rating.pricing.Findings;
import io.tallystick.schemas.usage.UsageEventReader;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Subscriptions and their dated facts in JSON: the same notation in the REST API, in storage and in the bill simulation. A
 * fact is {@code at} and one word with what it says; a time is an instant, or a date or local time in the zone of the
 * subscription:
 *
 * <pre>
 * {"at":"2026-11-16","plan":{"key":"professional","version":1},"effective":"PERIOD_END"}
 * {"at":"2026-11-16","quantity":{"charge":"seats","quantity":"12"}}
 * {"at":"2026-11-16","addOn":{"charge":"training","quantity":"3"}}      {"at":"2026-11-16","addOn":"backup"}
 * {"at":"2026-11-16","endAddOn":"backup","effective":"PERIOD_END"}
 * {"at":"2026-11-16","pause":true}     {"at":"2026-11-20","resume":true}
 * {"at":"2026-11-16","cancel":true,"effective":"PERIOD_END"}            {"at":"2026-11-20","cancel":false}
 * {"at":"2026-11-16","trial":{"until":"2026-12-01"}}
 * {"at":"2026-11-16","price":{"charge":"calls","price":{"model":"per_unit","unitPrice":"0.0010"}}}
 * {"at":"2027-11-16","price":{"charge":"calls","listed":true}}
 * {"at":"2026-11-16","commitment":{"minimum":"5000.00"}}                {"at":"2027-11-16","commitment":{"listed":true}}
 * {"at":"2026-11-16","limit":{"feature":"models","limit":"50","hard":false}}
 * {"at":"2027-11-16","limit":{"feature":"models","listed":true}}
 * </pre>
 *
 * <p>Every method that reads throws {@link PriceLanguageRefused} with all findings at once. Thread-safe.
 */
public final class SubscriptionCodec implements SubscriptionLanguage {
    /** Most facts of one subscription. */
    static final int MAX_FACTS = 10_000;

    /** Most characters of the id of a subscription. */
    private static final int MAX_ID = 128;

    @Override
    public Subscription readSubscription(String json) {
        return PriceBookCodec.read(PriceBookCodec.parseJson(json), SubscriptionCodec::stored);
    }

    /**
     * Reads what a caller sends to begin a subscription: {@code customerId}, {@code plan}, {@code start}, and optionally {@code
     * id}, {@code zone} (UTC), {@code anchor} (the day of the start), {@code quantities} ({@code {"seats":"5"}}), {@code addOns}
     * ({@code [{"charge":"backup","quantity":"1","at":"2026-12-01"}]}), {@code overrides} ({@code [{"charge":"calls","price":{…}}]}),
     * {@code commitment}, {@code limits} ({@code [{"feature":"models","limit":"50"}]}) and further {@code changes}.
     *
     * @param idIfNone the id of a subscription that comes without one
     * @param newest the newest published version of a plan, for a plan that is named without a version
     */
    @Override
    public Subscription readNew(String json, String idIfNone, Function<String, Optional<Integer>> newest) {
        return PriceBookCodec.read(PriceBookCodec.parseJson(json), fields -> {
            String id = fields.optionalId("id", MAX_ID).orElse(idIfNone);
            Subscription subscription = begun(
                    fields,
                    Optional.empty(),
                    id,
                    fields.optionalId("customerId", UsageEventReader.MAX_CUSTOMER)
                            .orElseGet(() -> fields.text("customerId")),
                    "UTC",
                    (value, here) -> ref(value, here, newest));
            fields.done();
            return subscription;
        });
    }

    @Override
    public Fact readFact(String json, ZoneId zone, Function<String, Optional<Integer>> newest) {
        return PriceBookCodec.read(
                PriceBookCodec.parseJson(json),
                fields -> new FactReader(
                                TimeReader.inZone(zone.getId(), fields.findings()),
                                (value, here) -> ref(value, here, newest))
                        .read(fields));
    }

    @Override
    public String write(Subscription subscription) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("id", subscription.id());
        out.put("customerId", subscription.customerId());
        out.put("zone", subscription.zone().getId());
        subscription.anchor().ifPresent(anchor -> out.put("anchor", anchor.toString()));
        ArrayNode facts = out.putArray("facts");
        subscription.facts().forEach(fact -> facts.add(FactWriter.write(fact)));
        return out.toString();
    }

    /** The fact as canonical JSON. */
    public String write(Fact fact) {
        return FactWriter.write(fact).toString();
    }

    private static Subscription stored(Fields fields) {
        String zone = fields.text("zone");
        TimeReader time = TimeReader.inZone(zone, fields.at("zone"));
        FactReader reader = new FactReader(time, (value, here) -> ref(value, here, _ -> Optional.empty()));
        Subscription subscription = new Subscription(
                fields.text("id"),
                fields.text("customerId"),
                time.zone(),
                anchor(fields, time),
                fields.list("facts", reader::read));
        fields.done();
        return subscription;
    }

    /**
     * Reads a new subscription; who calls decides about the fields that remain.
     *
     * @param planElsewhere the plan, if it stands beside the subscription
     */
    static Subscription begun(
            Fields fields,
            Optional<PlanRef> planElsewhere,
            String id,
            String customerId,
            String defaultZone,
            FactReader.Plans plans) {
        String zone = fields.optionalText("zone").orElse(defaultZone);
        TimeReader time = TimeReader.inZone(zone, fields.at("zone"));
        Instant start = time.moment(fields.text("start"), fields.at("start"));
        List<Fact> facts = new ArrayList<>();
        PlanRef plan = fields.value("plan")
                .map(value -> plans.read(value, fields.at("plan")))
                .or(() -> planElsewhere)
                .orElseGet(() -> {
                    fields.at("plan").add("field_missing", null, "is required");
                    return new PlanRef("", 1);
                });
        facts.add(new Fact.Start(start, plan));
        fields.object("quantities")
                .ifPresent(quantities -> quantities
                        .decimals()
                        .forEach((charge, quantity) -> facts.add(new Fact.Quantity(start, charge, quantity))));
        facts.addAll(fields.list("addOns", addOn -> addOn(addOn, time, start)));
        facts.addAll(fields.list("overrides", own -> FactReader.ownPrice(start, own)));
        fields.object("commitment").ifPresent(own -> facts.add(FactReader.ownCommitment(start, own)));
        facts.addAll(fields.list("limits", own -> FactReader.ownLimit(start, own)));
        facts.addAll(fields.list("changes", new FactReader(time, plans)::read));
        if (facts.size() > MAX_FACTS) {
            fields.at("changes").add("too_many_elements", facts.size(), "at most " + MAX_FACTS);
        }
        return new Subscription(id, customerId, time.zone(), anchor(fields, time), facts);
    }

    private static Fact addOn(Fields fields, TimeReader time, Instant start) {
        Instant at = fields.optionalText("at")
                .map(text -> time.moment(text, fields.at("at")))
                .orElse(start);
        Fact fact = new Fact.Take(at, fields.text("charge"), fields.decimalOr("quantity", BigDecimal.ONE));
        fields.done();
        return fact;
    }

    private static Optional<LocalDateTime> anchor(Fields fields, TimeReader time) {
        return fields.optionalText("anchor")
                .map(text -> time.anchor(text, fields.at("anchor")).local());
    }

    /** {@code {"key":"developer","version":3}}; without a version the newest. */
    static PlanRef ref(JsonNode value, Findings findings, Function<String, Optional<Integer>> newest) {
        Fields fields = new Fields(value, findings);
        String key = fields.text("key");
        Optional<Integer> version = fields.optionalInteger("version");
        fields.done();
        if (version.isPresent()) {
            return new PlanRef(key, version.get());
        }
        Optional<Integer> latest = newest.apply(key);
        if (latest.isEmpty()) {
            findings.at("key").add("unknown_plan", key, "no version of this plan is published");
        }
        return new PlanRef(key, latest.orElse(1));
    }
}
