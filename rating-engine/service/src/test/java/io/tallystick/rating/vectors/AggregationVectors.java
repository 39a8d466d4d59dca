package io.tallystick.rating.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.schemas.money.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Translates the aggregation cases: inclusive ends become exclusive ones, windows become one period each, running sums of
 * deltas become levels, whole days that a unit was there become the times at which it came and went.
 */
public final class AggregationVectors {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Simulator simulator;

    public AggregationVectors(Simulator simulator) {
        this.simulator = simulator;
    }

    public void check(JsonNode vector) {
        JsonNode expected = vector.get("expected");
        switch (vector.get("aggregation").textValue()) {
            case "unit_conversion", "unit_rounding" -> checkUnits(vector);
            case "weighted_sum", "prorated_sum", "prorated_unique_count" -> checkLevels(vector);
            default -> {
                if (expected.isArray()) {
                    checkWindows(vector);
                } else if (expected.isObject()) {
                    checkGroups(vector);
                } else {
                    checkQuantity(vector);
                }
            }
        }
    }

    private void checkUnits(JsonNode vector) {
        JsonNode params = vector.get("params");
        ObjectNode request = NODES.objectNode().put("currency", "USD");
        request.putObject("price").put("model", "per_unit").put("unitPrice", "1");
        ObjectNode transform = request.putObject("transform");
        if (params.has("operation")) {
            boolean multiplies = params.get("operation").textValue().equals("multiply");
            transform.put(
                    multiplies ? "multiplyBy" : "divideBy", params.get("factor").textValue());
        }
        JsonNode rounding = params.has("function") ? params.get("function") : params.get("rounding");
        if (Units.isRounding(rounding)) {
            transform.put("round", Units.round(rounding.textValue()));
            transform.put("scale", params.path("precision").asInt(0));
        }
        request.put("quantity", vector.get("input").textValue());
        assertSame(
                vector, vector.get("expected"), simulator.post("price", request).get("unroundedAmount"));
    }

    private void checkQuantity(JsonNode vector) {
        JsonNode filter = vector.get("params").path("filter");
        if (filter.properties().stream()
                .anyMatch(entry ->
                        entry.getValue().has(0) && entry.getValue().get(0).isNull())) {
            checkMissingDimension(vector, filter);
            return;
        }
        JsonNode answer = simulator.post("aggregation", request(vector, period(vector), events(vector)));
        if (vector.get("expected").isNull()) {
            // No row at all is a quantity of 0 from 0 events here.
            assertEquals(0, answer.get("events").intValue());
            assertEquals("0", answer.get("quantity").textValue());
            return;
        }
        assertSame(vector, vector.get("expected"), answer.get("quantity"));
    }

    /** A filter on "there is no value" is the group that lacks the dimension. */
    private void checkMissingDimension(JsonNode vector, JsonNode filter) {
        ObjectNode request = request(vector, period(vector), events(vector));
        ((ObjectNode) request.get("meter")).remove("filter");
        for (JsonNode group : simulator.post("aggregation", request).get("groups")) {
            if (filter.properties().stream()
                    .noneMatch(entry -> group.get("dimensions").has(entry.getKey()))) {
                assertSame(vector, vector.get("expected"), group.get("quantity"));
                return;
            }
        }
        throw new AssertionError("no group without the dimension in " + vector);
    }

    private void checkGroups(JsonNode vector) {
        JsonNode answer = simulator.post("aggregation", request(vector, period(vector), events(vector)));
        Map<String, String> groups = new TreeMap<>();
        for (JsonNode group : answer.get("groups")) {
            String value = group.get("dimensions").isEmpty()
                    ? "None"
                    : group.get("dimensions").elements().next().textValue();
            groups.put(value, group.get("quantity").textValue());
        }
        Map<String, String> expected = new TreeMap<>();
        vector.get("expected")
                .properties()
                .forEach(entry -> expected.put(entry.getKey(), entry.getValue().textValue()));
        assertEquals(expected, groups, () -> vector.toPrettyString());
    }

    private void checkWindows(JsonNode vector) {
        for (JsonNode window : vector.get("expected")) {
            ObjectNode period = NODES.objectNode();
            period.put("start", window.get("from").textValue());
            period.put("end", window.get("to").textValue());
            JsonNode answer = simulator.post("aggregation", request(vector, period, events(vector)));
            assertSame(vector, window.get("value"), answer.get("quantity"));
        }
    }

    private void checkLevels(JsonNode vector) {
        JsonNode answer = simulator.post("aggregation", new Levels(vector).request());
        assertSame(vector, vector.get("expected"), answer.get("quantity"));
    }

    private static void assertSame(JsonNode vector, JsonNode expected, JsonNode quantity) {
        BigDecimal ours = new BigDecimal(quantity.textValue());
        JsonNode rounding = vector.path("rounding");
        if (rounding.isObject()) {
            RoundingMode mode = RoundingMode.valueOf(rounding.get("mode").textValue());
            ours = ours.setScale(rounding.get("scale").intValue(), mode);
        }
        assertEquals(
                Decimals.text(new BigDecimal(expected.textValue())),
                Decimals.text(ours),
                () -> vector.toPrettyString());
    }

    static ObjectNode period(JsonNode vector) {
        JsonNode period = vector.get("period");
        ObjectNode ours = NODES.objectNode();
        ours.put("start", period.get("from").textValue());
        ours.put("end", end(vector).toString());
        return ours;
    }

    static Instant end(JsonNode vector) {
        JsonNode params = vector.get("params");
        if (params.has("period_end_exclusive")) {
            return Instant.parse(params.get("period_end_exclusive").textValue());
        }
        JsonNode period = vector.get("period");
        Instant to = Instant.parse(period.get("to").textValue());
        if (!period.get("to_inclusive").booleanValue()) {
            return to;
        }
        // The last second or millisecond of a day stands for all of it.
        Instant day = to.plusMillis(1_000).truncatedTo(ChronoUnit.DAYS);
        return day.isAfter(to) ? day : to.plus(1, ChronoUnit.MICROS);
    }

    static List<JsonNode> events(JsonNode vector) {
        List<JsonNode> events = new ArrayList<>();
        vector.get("events").forEach(events::add);
        return events;
    }

    /**
     * What is carried on from period to period is a level: of a recurring sum the running sum since the beginning, of values
     * that are taken back the number of those that are there.
     */
    private static ObjectNode request(JsonNode vector, ObjectNode period, List<JsonNode> events) {
        JsonNode params = vector.get("params");
        ObjectNode request = NODES.objectNode();
        ObjectNode meter = request.putObject("meter");
        String aggregation = vector.get("aggregation").textValue();
        boolean taken = aggregation.equals("unique_count") && events.stream().anyMatch(AggregationVectors::takesBack);
        boolean running = taken
                || (aggregation.equals("sum") && params.path("include_history").asBoolean(false));
        meter.put("aggregation", running ? "LATEST" : kind(aggregation));
        switch (running ? "level" : aggregation) {
            case "count" -> {}
            case "unique_count" -> meter.put("unique", "/value");
            default -> meter.put("value", "/value").put("negative", "ALLOW");
        }
        dimensions(meter, params);
        request.set("period", period);
        ArrayNode list = request.putArray("events");
        BigDecimal level = BigDecimal.ZERO;
        Set<JsonNode> there = new HashSet<>();
        List<JsonNode> inOrder = running ? byTime(events) : events;
        for (int i = 0; i < inOrder.size(); i++) {
            ObjectNode event = event(inOrder.get(i), i);
            if (running) {
                level = taken
                        ? present(there, inOrder.get(i))
                        : level.add(inOrder.get(i).get("value").decimalValue());
                ((ObjectNode) event.get("data")).put("value", level);
            }
            list.add(event);
        }
        return request;
    }

    private static BigDecimal present(Set<JsonNode> there, JsonNode event) {
        if (takesBack(event)) {
            there.remove(event.get("value"));
        } else {
            there.add(event.get("value"));
        }
        return BigDecimal.valueOf(there.size());
    }

    private static boolean takesBack(JsonNode event) {
        return event.path("operation").asText("add").equals("remove");
    }

    static void dimensions(ObjectNode meter, JsonNode params) {
        ObjectNode dimensions = meter.putObject("dimensions");
        for (JsonNode name : params.path("group_by")) {
            dimensions.put(name.textValue(), "/properties/" + name.textValue());
        }
        ArrayNode filter = meter.putArray("filter");
        params.path("filter").properties().forEach(entry -> {
            dimensions.put(entry.getKey(), "/properties/" + entry.getKey());
            ObjectNode condition = filter.addObject().put("dimension", entry.getKey());
            condition.set("in", entry.getValue());
        });
    }

    static ObjectNode event(JsonNode event, int index) {
        ObjectNode ours = NODES.objectNode();
        // Padded, so that events at one instant keep their order.
        ours.put("id", event.path("id").asText("e%06d".formatted(index)));
        ours.put("source", "s");
        ours.put("time", event.get("timestamp").textValue());
        ObjectNode data = ours.putObject("data");
        data.set("value", event.get("value"));
        data.set("properties", event.has("properties") ? event.get("properties") : NODES.objectNode());
        return ours;
    }

    static List<JsonNode> byTime(List<JsonNode> events) {
        return events.stream()
                .sorted(Comparator.comparing(
                        event -> Instant.parse(event.get("timestamp").textValue())))
                .toList();
    }

    private static String kind(String aggregation) {
        return aggregation.equals("avg") ? "AVERAGE" : aggregation.toUpperCase(Locale.ROOT);
    }
}
