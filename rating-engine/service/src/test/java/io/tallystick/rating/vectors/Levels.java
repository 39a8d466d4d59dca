package io.tallystick.rating.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Cases about something that comes and goes, as a gauge: every change of the running sum is a level at its time. Where the
 * other engine counts whole days, a unit is there from the start of the day on which it comes to the end of the day on which
 * it goes.
 */
final class Levels {
    private final JsonNode vector;
    private final JsonNode params;
    private final boolean wholeDays;
    private final Instant start;
    private final TreeMap<Instant, BigDecimal> changes = new TreeMap<>();

    Levels(JsonNode vector) {
        this.vector = vector;
        this.params = vector.get("params");
        this.wholeDays = vector.get("aggregation").textValue().startsWith("prorated");
        this.start = Instant.parse(vector.get("period").get("from").textValue());
        if (vector.get("aggregation").textValue().equals("prorated_unique_count")) {
            unitsByValue();
        } else {
            deltas();
        }
    }

    private void deltas() {
        for (JsonNode event : AggregationVectors.events(vector)) {
            if (passes(event)) {
                Instant at = Instant.parse(event.get("timestamp").textValue());
                change(
                        wholeDays ? at.truncatedTo(ChronoUnit.DAYS) : at,
                        event.get("value").decimalValue());
            }
        }
    }

    /** Days on which a unit was there are counted once, however often it came and went. */
    private void unitsByValue() {
        Map<String, Instant> there = new HashMap<>();
        Map<String, Instant> goneAt = new HashMap<>();
        for (JsonNode event : AggregationVectors.byTime(AggregationVectors.events(vector))) {
            String unit = event.get("value").asText();
            Instant day = Instant.parse(event.get("timestamp").textValue()).truncatedTo(ChronoUnit.DAYS);
            if (event.path("operation").asText("add").equals("remove")) {
                there.remove(unit);
                Instant end = day.plus(1, ChronoUnit.DAYS);
                goneAt.put(unit, end);
                change(end, BigDecimal.ONE.negate());
            } else if (there.putIfAbsent(unit, day) == null) {
                Instant from = goneAt.containsKey(unit) && goneAt.get(unit).isAfter(day) ? goneAt.get(unit) : day;
                change(from, BigDecimal.ONE);
            }
        }
    }

    private void change(Instant at, BigDecimal by) {
        changes.merge(at, by, BigDecimal::add);
    }

    private boolean passes(JsonNode event) {
        return params.path("filter").properties().stream().allMatch(entry -> {
            JsonNode value = event.path("properties").path(entry.getKey());
            for (JsonNode passing : entry.getValue()) {
                if (passing.equals(value)) {
                    return true;
                }
            }
            return false;
        });
    }

    ObjectNode request() {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        ObjectNode meter = request.putObject("meter");
        meter.put("aggregation", "TIME_WEIGHTED").put("value", "/value").put("per", "MONTH");
        meter.put("negative", "ALLOW");
        Instant end = AggregationVectors.end(vector);
        // A part of a period is still measured against the days of the full one.
        Instant fullEnd = wholeDays && params.has("period_days") && partOfPeriod(end)
                ? start.plus(params.get("period_days").intValue(), ChronoUnit.DAYS)
                : end;
        request.putObject("period").put("start", start.toString()).put("end", fullEnd.toString());
        BigDecimal level = params.has("initial_value")
                ? new BigDecimal(params.get("initial_value").textValue())
                : BigDecimal.ZERO;
        request.put("priorLevel", level.toPlainString());
        ArrayNode events = request.putArray("events");
        if (fullEnd.isAfter(end)) {
            changes.tailMap(end, true).clear();
        }
        for (Map.Entry<Instant, BigDecimal> change : changes.entrySet()) {
            level = level.add(change.getValue());
            add(events, change.getKey(), level);
        }
        if (fullEnd.isAfter(end)) {
            add(events, end, BigDecimal.ZERO);
        }
        return request;
    }

    private boolean partOfPeriod(Instant end) {
        return end.isBefore(start.plus(params.get("period_days").intValue(), ChronoUnit.DAYS));
    }

    private static void add(ArrayNode events, Instant at, BigDecimal level) {
        ObjectNode event = events.addObject();
        event.put("id", at.toString()).put("source", "s").put("time", at.toString());
        event.putObject("data").put("value", level);
    }
}
