package io.tallystick.rating.config.pricebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.rating.app.MigrationLanguage;
import io.tallystick.rating.app.PlanMigration.Order;
import io.tallystick.rating.model.Fact;
import io.tallystick.rating.model.PlanMove.From;
import io.tallystick.rating.model.PlanRef;
import io.tallystick.rating.pricing.Findings;
import io.tallystick.schemas.usage.UsageEventReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Orders of migrations in JSON. Without a version, {@code from} is every other version of the plan; without {@code customers} all of them
 * are meant; without {@code at} it is now:
 *
 * <pre>
 * {"from":[{"key":"developer","version":1}],"to":{"key":"developer","version":2},"customers":["acme"],
 *  "at":"2026-12-01T00:00:00Z","effective":"PERIOD_END"}
 * </pre>
 */
public final class MigrationCodec implements MigrationLanguage {
    private static final int MAX_CUSTOMERS = 10_000;

    @Override
    public Order readOrder(String json, Instant now, Function<String, Optional<Integer>> newest) {
        return PriceBookCodec.read(PriceBookCodec.parseJson(json), fields -> order(fields, now, newest));
    }

    private static Order order(Fields fields, Instant now, Function<String, Optional<Integer>> newest) {
        List<From> from = fields.list("from", MigrationCodec::from);
        if (from.isEmpty()) {
            fields.at("from").add("field_missing", null, "at least one plan must be named");
        }
        PlanRef to = fields.value("to")
                .map(value -> SubscriptionCodec.ref(value, fields.at("to"), newest))
                .orElseGet(() -> fields.missing("to", new PlanRef("", 1)));
        List<String> customers = fields.elements("customers", MigrationCodec::customer);
        if (customers.size() > MAX_CUSTOMERS) {
            fields.at("customers").add("too_many_elements", customers.size(), "at most " + MAX_CUSTOMERS);
        }
        Instant at = fields.optionalText("at")
                .map(text -> TimeReader.UTC.moment(text, fields.at("at")))
                .orElse(now);
        Fact.When when = fields.optionalChoice("effective", Fact.When.class).orElse(Fact.When.NOW);
        fields.done();
        return new Order(from, to, customers, at, when);
    }

    private static From from(Fields fields) {
        From from = new From(fields.text("key"), fields.optionalInteger("version"));
        fields.done();
        return from;
    }

    private static String customer(JsonNode value, Findings here) {
        String text = Fields.textOf(value, here);
        if (text.length() > UsageEventReader.MAX_CUSTOMER) {
            here.add("text_too_long", Fields.quoted(value), "at most " + UsageEventReader.MAX_CUSTOMER + " characters");
        }
        return text;
    }

    @Override
    public String write(Order order) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        ArrayNode from = out.putArray("from");
        for (From one : order.from()) {
            ObjectNode plan = from.addObject().put("key", one.key());
            one.version().ifPresent(version -> plan.put("version", version));
        }
        out.putObject("to")
                .put("key", order.to().key())
                .put("version", order.to().version());
        if (!order.customers().isEmpty()) {
            ArrayNode customers = out.putArray("customers");
            order.customers().forEach(customers::add);
        }
        out.put("at", order.at().toString());
        out.put("effective", order.when().name());
        return out.toString();
    }
}
