package io.tallystick.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;

/** The bodies with which a customer and its subscription are made over REST. */
public final class DemoRequests {
    private static final JsonMapper MAPPER = new JsonMapper();

    private DemoRequests() {}

    /** The body of {@code POST /v1/customers}. */
    public static ObjectNode customer(DemoCustomer customer) {
        return MAPPER.createObjectNode()
                .put("id", customer.id())
                .put("name", customer.name())
                .put("email", customer.email())
                .put("currency", "USD")
                .put("zone", customer.zone().getId())
                .put("address", customer.city())
                .put("language", "en");
    }

    /** The body of {@code POST /v1/subscriptions}. */
    public static ObjectNode subscription(DemoCustomer customer) {
        ObjectNode body = MAPPER.createObjectNode()
                .put("id", customer.subscriptionId())
                .put("customerId", customer.id())
                .put("start", customer.startsAt().toString())
                .put("zone", customer.zone().getId())
                .put("anchor", customer.anchor().toString());
        body.putObject("plan").put("key", customer.tier().planKey());
        if (!customer.takes().isEmpty()) {
            ArrayNode takes = body.putArray("addOns");
            for (Take take : customer.takes()) {
                takes.addObject()
                        .put("charge", take.charge())
                        .put("quantity", Integer.toString(take.quantity()))
                        .put(
                                "at",
                                take.on()
                                        .atStartOfDay(customer.zone())
                                        .toInstant()
                                        .toString());
            }
        }
        if (!customer.ownPrices().isEmpty()) {
            ArrayNode overrides = body.putArray("overrides");
            customer.ownPrices()
                    .forEach((charge, price) ->
                            overrides.addObject().put("charge", charge).set("price", price(price)));
        }
        customer.minimum().ifPresent(minimum -> body.putObject("commitment").put("minimum", minimum));
        return body;
    }

    private static JsonNode price(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
