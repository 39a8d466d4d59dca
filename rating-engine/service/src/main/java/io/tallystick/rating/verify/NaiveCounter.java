package io.tallystick.rating.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.rating.verify.NaiveSegment.Window;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts the usage of one segment from its events, which come in the order of (time, source, id). */
final class NaiveCounter {
    private final NaiveSegment segment;
    private final JsonNode meter;
    private final JsonNode price;
    private final String kind;
    private final Map<Map<String, String>, Tally> groups = new HashMap<>();
    private final Map<Map<String, String>, Gauge> gauges = new HashMap<>();
    private final List<Rational> transactions = new ArrayList<>();
    private long events;

    NaiveCounter(NaiveSegment segment, JsonNode meter) {
        this.segment = segment;
        this.meter = meter;
        this.price = segment.charge().get("price");
        this.kind = kind();
    }

    /** Amounts of money add up, whatever the meter counts. */
    private String kind() {
        String model = price.get("model").textValue();
        boolean each = false;
        for (String field : List.of("freeTransactions", "freeAmount", "minPerTransaction", "maxPerTransaction")) {
            each |= price.has(field);
        }
        each |= new BigDecimal(price.path("fixedFee").asText("0")).signum() != 0;
        if (model.equals("percentage") && each) {
            return "TRANSACTIONS";
        }
        return model.equals("dynamic") ? "SUM" : meter.get("aggregation").textValue();
    }

    NaiveSegment segment() {
        return segment;
    }

    /** How many events are behind what was used. */
    long events() {
        return events;
    }

    /** Whether events before the period matter. */
    boolean looksBack() {
        return kind.equals("TIME_WEIGHTED");
    }

    void take(NaiveEvent event) {
        if (!passes(meter.path("filter"), event) || !passes(segment.charge().path("filter"), event)) {
            return;
        }
        boolean inside = false;
        for (Window window : segment.windows()) {
            inside |= window.contains(event.at());
        }
        if (looksBack()) {
            if (event.at().isBefore(segment.end())) {
                level(event);
            }
            events += inside && value(event) != null ? 1 : 0;
            return;
        }
        BigDecimal value = inside ? value(event) : null;
        if (value == null) {
            return;
        }
        events++;
        if (kind.equals("TRANSACTIONS")) {
            transactions.add(Rational.of(value.toPlainString()));
        } else {
            groups.computeIfAbsent(group(event), _ -> new Tally()).take(event, value);
        }
    }

    private boolean passes(JsonNode filter, NaiveEvent event) {
        for (JsonNode condition : filter) {
            String pointer = meter.path("dimensions")
                    .path(condition.get("dimension").textValue())
                    .textValue();
            String value = pointer == null ? null : event.text(pointer);
            boolean listed = false;
            for (JsonNode one : condition.get("in")) {
                listed |= one.textValue().equals(value);
            }
            if (!listed) {
                return false;
            }
        }
        return true;
    }

    private BigDecimal value(NaiveEvent event) {
        if (price.get("model").textValue().equals("dynamic")) {
            return event.decimal(price.get("amount").textValue());
        }
        return meter.has("value") ? event.decimal(meter.get("value").textValue()) : BigDecimal.ONE;
    }

    private Map<String, String> group(NaiveEvent event) {
        Map<String, String> group = new TreeMap<>();
        for (JsonNode dimension : price.path("dimensions")) {
            String pointer =
                    meter.path("dimensions").path(dimension.textValue()).textValue();
            String value = pointer == null ? null : event.text(pointer);
            if (value != null) {
                group.put(dimension.textValue(), value);
            }
        }
        return group;
    }

    private void level(NaiveEvent event) {
        Map<String, String> gauge = new TreeMap<>();
        meter.path("dimensions").properties().forEach(dimension -> {
            String value = event.text(dimension.getValue().textValue());
            if (value != null) {
                gauge.put(dimension.getKey(), value);
            }
        });
        BigDecimal value = value(event);
        if (value != null) {
            gauges.computeIfAbsent(gauge, _ -> new Gauge(group(event))).set(value, event.at());
        }
    }

    /** What was used, when all events are in. */
    NaiveUse use() {
        boolean addsUp =
                List.of("COUNT", "SUM", "TIME_WEIGHTED", "TRANSACTIONS").contains(kind);
        if (kind.equals("TRANSACTIONS")) {
            Rational total = transactions.stream().reduce(Rational.ZERO, Rational::plus);
            return new NaiveUse(total, List.copyOf(transactions), null, true);
        }
        Map<Map<String, String>, Rational> quantities = new HashMap<>();
        groups.forEach((group, tally) -> quantities.put(group, tally.quantity()));
        areas().forEach((group, area) -> quantities.put(group, area));
        Rational total = quantities.values().stream().reduce(Rational.ZERO, Rational::plus);
        boolean matrix = price.get("model").textValue().equals("matrix");
        return new NaiveUse(total, null, matrix ? NaiveUse.groups(quantities) : null, addsUp);
    }

    private Map<Map<String, String>, Rational> areas() {
        Map<Map<String, String>, Rational> areas = new HashMap<>();
        for (Gauge gauge : gauges.values()) {
            gauge.set(BigDecimal.ZERO, segment.end());
            areas.merge(gauge.group, Rational.of(gauge.area.toPlainString()), Rational::plus);
        }
        boolean hours = meter.path("per").asText("MONTH").equals("HOUR");
        Rational divisor =
                hours ? Rational.whole(3_600_000_000L) : NaivePeriod.micros(segment.wholeStart(), segment.wholeEnd());
        areas.replaceAll((_, area) -> area.over(divisor).cut());
        return areas;
    }

    /** One gauge: its level and the level times microseconds so far. */
    private final class Gauge {
        private final Map<String, String> group;
        private BigDecimal level = BigDecimal.ZERO;
        private BigDecimal area = BigDecimal.ZERO;
        private Instant since = Instant.MIN;

        private Gauge(Map<String, String> group) {
            this.group = group;
        }

        private void set(BigDecimal next, Instant at) {
            for (Window window : segment.windows()) {
                Instant from = since.isAfter(window.from()) ? since : window.from();
                Instant to = at.isBefore(window.to()) ? at : window.to();
                if (from.isBefore(to) && level.signum() != 0) {
                    BigInteger length = NaivePeriod.micros(from, to).numerator();
                    area = area.add(level.multiply(new BigDecimal(length)));
                }
            }
            level = next;
            since = at;
        }
    }

    /** One quantity in the making. */
    private final class Tally {
        private BigDecimal sum = BigDecimal.ZERO;
        private BigDecimal best;
        private long count;
        private final Set<String> values = new HashSet<>();
        private final Map<Long, List<BigDecimal>> buckets = new TreeMap<>();

        private void take(NaiveEvent event, BigDecimal value) {
            count++;
            switch (kind) {
                case "COUNT" -> {}
                case "SUM", "AVERAGE" -> sum = sum.add(value);
                case "MAX" -> best = best == null ? value : best.max(value);
                case "MIN" -> best = best == null ? value : best.min(value);
                case "LATEST" -> best = value;
                case "UNIQUE_COUNT" -> values.add(event.text(meter.get("unique").textValue()));
                case "PERCENTILE" ->
                    buckets.computeIfAbsent(bucket(event.at()), _ -> new ArrayList<>())
                            .add(value);
                default -> throw new IllegalArgumentException(kind);
            }
        }

        /** Without buckets every sample stands for itself. */
        private long bucket(Instant at) {
            if (!meter.has("bucket")) {
                return count;
            }
            long length = Duration.parse(meter.get("bucket").textValue()).toNanos() / 1_000;
            return NaivePeriod.micros(segment.wholeStart(), at).numerator().longValueExact() / length;
        }

        private Rational quantity() {
            return switch (kind) {
                case "COUNT" -> Rational.whole(count);
                case "SUM" -> Rational.of(sum.toPlainString());
                case "AVERAGE" ->
                    Rational.of(sum.toPlainString()).over(Rational.whole(count)).cut();
                case "UNIQUE_COUNT" -> Rational.whole(values.size());
                case "PERCENTILE" -> percentile();
                default -> Rational.of(best.toPlainString());
            };
        }

        private Rational percentile() {
            List<Rational> folded = new ArrayList<>();
            String by = meter.path("bucketBy").asText("SUM");
            for (List<BigDecimal> bucket : buckets.values()) {
                BigDecimal total = bucket.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
                folded.add(
                        switch (by) {
                            case "MAX" ->
                                Rational.of(bucket.stream()
                                        .reduce(BigDecimal::max)
                                        .orElseThrow()
                                        .toPlainString());
                            case "AVERAGE" ->
                                Rational.of(total.toPlainString())
                                        .over(Rational.whole(bucket.size()))
                                        .cut();
                            default -> Rational.of(total.toPlainString());
                        });
            }
            folded.sort(Rational::compareTo);
            Rational rank = Rational.of(meter.path("percentile").asText("100"))
                    .times(Rational.whole(folded.size()))
                    .over(Rational.whole(100))
                    .ceiling();
            return folded.get(rank.numerator().intValueExact() - 1);
        }
    }
}
