package io.tallystick.demo.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Folds the events of one customer into the quantities of one charge and period, one for each combination of dimensions. */
final class NaiveUsage {
    private NaiveUsage() {}

    /**
     * The quantities of what happened in {@code [from, end)}.
     *
     * @param whole the start of the whole billing period; later is {@code from} where the subscription began inside it
     */
    static Map<Map<String, String>, BigDecimal> quantities(
            JsonNode meter, JsonNode charge, List<NaiveEvent> events, Instant whole, Instant from, Instant end) {
        Map<Map<String, String>, List<NaiveEvent>> groups = new HashMap<>();
        for (NaiveEvent event : events) {
            if (NaiveBook.counts(meter, event) && NaiveBook.passes(charge.path("filter"), meter, event)) {
                groups.computeIfAbsent(group(meter, charge, event), _ -> new ArrayList<>())
                        .add(event);
            }
        }
        Map<Map<String, String>, BigDecimal> quantities = new HashMap<>();
        groups.forEach((group, members) -> quantities.put(group, fold(meter, members, whole, from, end)));
        return quantities;
    }

    /** The dimensions by which the charge has different prices; none unless its price is a matrix. */
    private static Map<String, String> group(JsonNode meter, JsonNode charge, NaiveEvent event) {
        Map<String, String> group = new HashMap<>();
        for (JsonNode dimension : charge.get("price").path("dimensions")) {
            String name = dimension.textValue();
            group.put(name, event.text(meter.at("/dimensions/" + name).textValue()));
        }
        return group;
    }

    private static BigDecimal fold(JsonNode meter, List<NaiveEvent> events, Instant whole, Instant from, Instant end) {
        String aggregation = meter.get("aggregation").textValue();
        if (aggregation.equals("TIME_WEIGHTED")) {
            BigDecimal sum = BigDecimal.ZERO;
            for (List<NaiveEvent> gauge : gauges(meter, events)) {
                sum = sum.add(levelTime(meter, gauge, from, end));
            }
            return NaiveMath.divide(sum, micros(whole, end));
        }
        BigDecimal result = BigDecimal.ZERO;
        Set<String> distinct = new HashSet<>();
        for (NaiveEvent event : events) {
            if (event.time().isBefore(from) || !event.time().isBefore(end)) {
                continue;
            }
            switch (aggregation) {
                case "COUNT" -> result = result.add(BigDecimal.ONE);
                case "SUM" ->
                    result = result.add(event.decimal(meter.get("value").textValue()));
                case "MAX" ->
                    result = result.max(event.decimal(meter.get("value").textValue()));
                case "UNIQUE_COUNT" -> {
                    distinct.add(event.text(meter.get("unique").textValue()));
                    result = BigDecimal.valueOf(distinct.size());
                }
                default -> throw new IllegalArgumentException("the oracle cannot fold " + aggregation);
            }
        }
        return result;
    }

    /** Levels of different dimension values (standard and archive) are gauges of their own, which add up. */
    private static Iterable<List<NaiveEvent>> gauges(JsonNode meter, List<NaiveEvent> events) {
        Map<List<String>, List<NaiveEvent>> gauges = new HashMap<>();
        for (NaiveEvent event : events) {
            List<String> values = new ArrayList<>();
            for (JsonNode pointer : meter.path("dimensions")) {
                values.add(event.text(pointer.textValue()));
            }
            gauges.computeIfAbsent(values, _ -> new ArrayList<>()).add(event);
        }
        return gauges.values();
    }

    /** Level × time: each level holds until the next; the one before is carried in, the last holds to the end. */
    private static BigDecimal levelTime(JsonNode meter, List<NaiveEvent> events, Instant start, Instant end) {
        List<NaiveEvent> inOrder = new ArrayList<>(events);
        inOrder.sort(Comparator.comparing(NaiveEvent::time));
        BigDecimal levelTime = BigDecimal.ZERO;
        BigDecimal level = BigDecimal.ZERO;
        Instant since = start;
        for (NaiveEvent event : inOrder) {
            if (!event.time().isBefore(end)) {
                break;
            }
            if (event.time().isAfter(start)) {
                levelTime = levelTime.add(level.multiply(micros(since, event.time())));
                since = event.time();
            }
            level = event.decimal(meter.get("value").textValue());
        }
        return levelTime.add(level.multiply(micros(since, end)));
    }

    private static BigDecimal micros(Instant from, Instant to) {
        return BigDecimal.valueOf(ChronoUnit.MICROS.between(from, to));
    }
}
