package io.tallystick.rating.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.schemas.time.Cadence;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Translates the period cases: a billing day becomes an anchor, inclusive ends become exclusive ones, a calendar unit becomes
 * the anchor at its start, and the first period is cut at the start of the subscription, which is the subscription's business.
 */
public final class PeriodVectors {
    private final Simulator simulator;

    public PeriodVectors(Simulator simulator) {
        this.simulator = simulator;
    }

    public void check(JsonNode vector) {
        Case given = new Case(vector);
        switch (vector.get("kind").textValue()) {
            case "next_boundary" ->
                assertEquals(
                        given.time("expected_period_end"),
                        containing(given, given.time("period_start")).end());
            case "next_occurrence_inclusive" ->
                assertEquals(given.time("expected_next"), next(given, given.time("at")));
            case "first_cycle_date" ->
                assertEquals(given.time("expected_first_cycle_date"), next(given, given.time("subscription_start")));
            case "period_containing" -> {
                Span span = containing(given, given.time("at"));
                assertEquals(given.expectedPeriods(), List.of(span));
            }
            case "advance_period" -> {
                Instant invoiced = given.time("invoice_date");
                assertEquals(
                        given.expectedPeriods(),
                        List.of(containing(given, invoiced).cutAt(invoiced)));
            }
            case "arrear_period" -> {
                Span ended = containing(given, given.time("invoice_date").minusSeconds(1));
                assertEquals(given.expectedPeriods(), List.of(ended.cutAt(given.time("subscription_start"))));
            }
            case "period_chain" -> checkChain(given);
            case "billed_period" -> checkBilled(given);
            default -> throw new IllegalArgumentException("unknown kind " + vector.get("kind"));
        }
    }

    private void checkChain(Case given) {
        List<Span> expected = given.expectedPeriods();
        Instant from = expected.getFirst().start();
        List<Span> ours = periods(given, from, expected.getLast().end());
        assertEquals(
                expected,
                Stream.concat(
                                Stream.of(ours.getFirst().cutAt(from)),
                                ours.stream().skip(1))
                        .toList());
    }

    /** In advance the period that is running is billed, in arrears the one before it; the end there is its last second. */
    private void checkBilled(Case given) {
        Span span = containing(given, given.time("billing_at"));
        if (!given.vector().get("pay_in_advance").booleanValue()) {
            span = containing(given, span.start().minusSeconds(1));
        }
        Span billed = span;
        given.optionalTime("expected_from").ifPresent(from -> assertEquals(from, billed.start()));
        given.optionalTime("expected_to").ifPresent(to -> assertEquals(to.plusSeconds(1), billed.end()));
    }

    private Instant next(Case given, Instant at) {
        Span span = containing(given, at);
        return span.start().equals(at) ? at : span.end();
    }

    private Span containing(Case given, Instant at) {
        return periods(given, at, at.plusSeconds(1)).getFirst();
    }

    private List<Span> periods(Case given, Instant from, Instant to) {
        ObjectNode request = given.request(from);
        request.put("from", from.toString()).put("to", to.toString());
        return StreamSupport.stream(
                        simulator.post("periods", request).get("periods").spliterator(), false)
                .map(period -> new Span(
                        Instant.parse(period.get("start").textValue()),
                        Instant.parse(period.get("end").textValue())))
                .toList();
    }

    private record Span(Instant start, Instant end) {
        Span cutAt(Instant first) {
            return first.isAfter(start) ? new Span(first, end) : this;
        }
    }

    private record Case(JsonNode vector) {
        Instant time(String field) {
            return parse(vector.get(field).textValue());
        }

        Optional<Instant> optionalTime(String field) {
            return vector.hasNonNull(field) ? Optional.of(time(field)) : Optional.empty();
        }

        List<Span> expectedPeriods() {
            return StreamSupport.stream(vector.get("expected_periods").spliterator(), false)
                    .map(period -> new Span(
                            parse(period.get("start").textValue()),
                            parse(period.get("end").textValue())))
                    .toList();
        }

        ObjectNode request(Instant at) {
            ObjectNode request = JsonNodeFactory.instance.objectNode();
            request.put("zone", zone().getId());
            boolean thirtyDays = vector.get("interval").textValue().equals("thirty_days");
            int count = vector.get("interval_count").intValue();
            request.putObject("cadence")
                    .put("unit", thirtyDays ? "DAY" : unit().name())
                    .put("count", thirtyDays ? 30 * count : count);
            return request.put("anchor", anchor(at));
        }

        private String anchor(Instant at) {
            if (calendar()) {
                return unit().startOf(LocalDate.ofInstant(at, zone())).toString();
            }
            if (vector.has("billing_day") || vector.has("bill_cycle_day")) {
                return billingDay().toString();
            }
            for (String field : List.of("anchor", "subscription_at", "subscription_start")) {
                if (vector.hasNonNull(field)) {
                    return vector.get(field).textValue();
                }
            }
            throw new IllegalArgumentException("no anchor in " + vector);
        }

        private boolean calendar() {
            return vector.path("billing").asText("").equals("calendar")
                    || vector.path("notes").asText("").startsWith("calendar billing");
        }

        /** The billing day in the month of the start, or, if that month is too short, a whole number of periods earlier. */
        private LocalDate billingDay() {
            int day = vector.path("billing_day")
                    .asInt(vector.path("bill_cycle_day").asInt());
            String start = vector.has("subscription_start") ? "subscription_start" : "invoice_date";
            YearMonth month = YearMonth.from(LocalDate.ofInstant(time(start), zone()));
            int months = Math.max(1, months() * vector.get("interval_count").intValue());
            while (month.lengthOfMonth() < day) {
                month = month.minusMonths(months);
            }
            return month.atDay(day);
        }

        private int months() {
            return switch (unit()) {
                case DAY, WEEK -> 0;
                case MONTH -> 1;
                case QUARTER -> 3;
                case HALF_YEAR -> 6;
                case YEAR -> 12;
            };
        }

        private Cadence.Unit unit() {
            String interval = vector.get("interval").textValue();
            return interval.equals("thirty_days")
                    ? Cadence.Unit.DAY
                    : Cadence.Unit.valueOf(interval.toUpperCase(Locale.ROOT));
        }

        private ZoneId zone() {
            String zone = vector.get("timezone").textValue();
            return ZoneId.of(zone.equals("date only") ? "UTC" : zone);
        }

        private Instant parse(String text) {
            if (text.length() == 10) {
                ZoneId zone = vector.get("kind").textValue().equals("billed_period") ? ZoneId.of("UTC") : zone();
                return LocalDate.parse(text).atStartOfDay(zone).toInstant();
            }
            return OffsetDateTime.parse(text).toInstant();
        }
    }
}
