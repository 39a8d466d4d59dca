package io.tallystick.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.demo.DemoMonth;
import io.tallystick.launcher.client.TallyClient;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** A customer of its own for one test, on a plan of the reference price book since 1 October 2026, in UTC. */
record Customer(String id, TallyClient client) {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** On the developer plan. */
    static Customer create(String id, TallyClient client) {
        return create(id, "developer", client);
    }

    static Customer create(String id, String plan, TallyClient client) {
        client.post("/v1/price-books", "application/yaml", DemoMonth.priceBook().getBytes(StandardCharsets.UTF_8));
        ObjectNode master = JsonNodeFactory.instance.objectNode();
        master.put("id", id).put("name", id).put("currency", "USD").put("zone", "UTC");
        client.post("/v1/customers", master);
        ObjectNode subscription = JsonNodeFactory.instance.objectNode();
        subscription.put("id", "sub-" + id).put("customerId", id).put("start", "2026-10-01");
        subscription.putObject("plan").put("key", plan);
        client.post("/v1/subscriptions", subscription, "sub-" + id);
        return new Customer(id, client);
    }

    /** A compute event of this customer; without {@code seconds} it lacks its quantity. */
    byte[] compute(String eventId, String time, String seconds) {
        ObjectNode event = event(eventId, "io.tallystick.compute.v1", time);
        ObjectNode data = event.putObject("data").put("accelerator", "gpu-a100");
        if (seconds != null) {
            data.put("seconds", seconds);
        }
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** An event of somebody who has no subscription. */
    static byte[] stranger(String id) {
        return new Customer(id, null).call("e1", "2026-10-05T12:00:00Z");
    }

    /** A tool call of this customer that succeeded. */
    byte[] call(String eventId, String time) {
        ObjectNode event = event(eventId, "io.tallystick.mcp.tool-call.v1", time);
        event.putObject("data").put("tool", "read_file").put("model", "phi-4").put("outcome", "ok");
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What it owes, without how fresh the figures are, once everything that was accepted is rated. */
    JsonNode spend() {
        // An answer may be a second old, and says so: only one from after this moment knows of what was sent just now.
        Instant asked = Instant.now();
        AtomicReference<ObjectNode> answer = new AtomicReference<>();
        Wait.until(PATIENCE, "all events of " + id + " are rated", () -> {
            answer.set((ObjectNode) client.get("/v1/customers/" + id + "/spend"));
            return answer.get().get("eventsUnderWay").asLong() == 0
                    && Instant.parse(answer.get().get("asOf").asText()).isAfter(asked);
        });
        return answer.get().remove(List.of("asOf", "eventsUnderWay"));
    }

    /** The quantity of a charge in the period that starts at an instant, by the live spend. */
    BigDecimal quantity(String charge, String start) {
        return new BigDecimal(line(charge, start).get("quantity").asText());
    }

    /** The line of a charge in the period that starts at an instant, by the live spend. */
    JsonNode line(String charge, String start) {
        for (JsonNode period : spend().get("periods")) {
            for (JsonNode line : period.get("lines")) {
                boolean same =
                        Instant.parse(line.at("/servicePeriod/start").asText()).equals(Instant.parse(start));
                if (same && line.get("chargeKey").asText().equals(charge)) {
                    return line;
                }
            }
        }
        throw new IllegalStateException("no line " + charge + " from " + start);
    }

    private ObjectNode event(String eventId, String type, String time) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("specversion", "1.0")
                .put("id", eventId)
                .put("source", "/acceptance")
                .put("type", type)
                .put("subject", id)
                .put("time", time);
    }
}
