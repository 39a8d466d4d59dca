package io.tallystick.rating.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tallystick.rating.catalog.Plan;
import io.tallystick.rating.catalog.PlanVersion;
import io.tallystick.rating.config.pricebook.PriceBookCodec;
import io.tallystick.schemas.meter.Meter;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.usage.MeterRules;
import io.tallystick.schemas.usage.UsageEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A few meters, plans written in the price language, and the words to tell a customer's story with them. */
final class Fixture implements Catalogue {
    static final String CUSTOMER = "acme";
    static final String SUBSCRIPTION = "sub";

    private final Map<String, Meter> meters = new HashMap<>();
    private final Map<PlanRef, PlanVersion> plans = new HashMap<>();
    private final ZoneId zone;
    private int number;

    private Fixture(ZoneId zone) {
        this.zone = zone;
        measure("{key: calls, eventTypes: [t.calls], aggregation: COUNT}");
        measure("{key: seconds, eventTypes: [t.seconds], aggregation: SUM, value: /value}");
        measure("{key: peak, eventTypes: [t.peak], aggregation: MAX, value: /value}");
        measure(
                "{key: gb, eventTypes: [t.gb], aggregation: TIME_WEIGHTED, value: /value, dimensions: {class: /class}}");
    }

    static Fixture in(String zone) {
        return new Fixture(ZoneId.of(zone));
    }

    static Fixture utc() {
        return in("UTC");
    }

    private void measure(String yaml) {
        new PriceBookCodec()
                .readBook("meters: [" + yaml + "]")
                .meters()
                .forEach(meter -> meters.put(meter.key(), meter));
    }

    /** Publishes a plan of version 1: {@code plan("basic", "{key: fee, kind: RECURRING, price: {…}}")}. */
    Fixture plan(String key, String... charges) {
        return plan(key, "", charges);
    }

    /** Publishes a plan with further fields, such as {@code cadence: {unit: YEAR}}. */
    Fixture planWith(String key, String more, String... charges) {
        return plan(key, ", " + more, charges);
    }

    private Fixture plan(String key, String more, String[] charges) {
        Plan plan = new PriceBookCodec()
                .readBook("plans: [{key: %s, currency: USD%s, charges: [%s]}]"
                        .formatted(key, more, String.join(", ", charges)))
                .plans()
                .getFirst();
        plans.put(new PlanRef(key, 1), new PlanVersion(plan, 1));
        return this;
    }

    @Override
    public Optional<PlanVersion> plan(PlanRef ref) {
        return Optional.ofNullable(plans.get(ref));
    }

    @Override
    public Optional<Meter> meter(String key) {
        return Optional.ofNullable(meters.get(key));
    }

    MeterRules rules() {
        return new MeterRules(meters.values());
    }

    InMemoryRating rating() {
        return new InMemoryRating(CUSTOMER, this, rules());
    }

    Subscription subscription(String plan, String start, Fact... facts) {
        List<Fact> all = new ArrayList<>();
        all.add(new Fact.Start(at(start), new PlanRef(plan, 1)));
        all.addAll(List.of(facts));
        return new Subscription(SUBSCRIPTION, CUSTOMER, zone, Optional.empty(), all);
    }

    Subscription anchored(Subscription subscription, String date) {
        return new Subscription(
                subscription.id(),
                subscription.customerId(),
                zone,
                Optional.of(LocalDate.parse(date).atStartOfDay()),
                subscription.facts());
    }

    Timeline timeline(Subscription... subscriptions) {
        return Timeline.of(CUSTOMER, List.of(subscriptions), this);
    }

    Fact.ToPlan toPlan(String plan, String at) {
        return new Fact.ToPlan(at(at), new PlanRef(plan, 1), Fact.When.NOW, Optional.empty());
    }

    /** Local midnight of a date, or an instant. */
    Instant at(String text) {
        return text.contains("T")
                ? Instant.parse(text)
                : LocalDate.parse(text).atStartOfDay(zone).toInstant();
    }

    UsageEvent event(String meter, String at, String value) {
        number++;
        return new UsageEvent(
                "e" + number,
                "test",
                "t." + meter,
                CUSTOMER,
                at(at),
                JsonNodeFactory.instance.objectNode().put("value", value).put("class", "standard"));
    }

    List<UsageEvent> events(String meter, String at, int count) {
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(event(meter, at, "1"));
        }
        return events;
    }

    /** The lines of a charge in the order of their service, then of their coming into being. */
    static List<RatedLine> of(Iterable<RatedLine> lines, String charge) {
        List<RatedLine> found = new ArrayList<>();
        lines.forEach(line -> {
            if (line.chargeKey().equals(charge)) {
                found.add(line);
            }
        });
        found.sort((a, b) -> a.servicePeriodStart().compareTo(b.servicePeriodStart()));
        return found;
    }

    static BigDecimal sum(Iterable<RatedLine> lines) {
        BigDecimal sum = BigDecimal.ZERO;
        for (RatedLine line : lines) {
            sum = sum.add(line.amount());
        }
        return sum;
    }
}
