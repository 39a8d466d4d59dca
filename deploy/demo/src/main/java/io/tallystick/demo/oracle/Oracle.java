package io.tallystick.demo.oracle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.demo.DemoCustomer;
import io.tallystick.demo.Take;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Says what every invoice of a first close must hold, from three things alone: the text of the price book, the subscriptions, and the
 * events that the door accepted, in their order. For 50 GB of standard storage through the whole of October on the developer plan it
 * says: (50 − 10 included) × 0.10 = 4.00.
 */
public final class Oracle {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final NaiveBook book;
    private final List<DemoCustomer> customers;

    /** An oracle for subscriptions under a price book in YAML. */
    public Oracle(String priceBook, List<DemoCustomer> customers) {
        this.book = NaiveBook.parse(priceBook);
        this.customers = List.copyOf(customers);
    }

    /**
     * The invoices of the first close ever.
     *
     * @param accepted the events in structured mode, in the order in which they were accepted
     * @param cutoff what is billable by then, inclusive
     */
    public OracleResult close(List<String> accepted, Instant cutoff) {
        Map<List<String>, NaiveEvent> first = new HashMap<>();
        Map<List<String>, String> text = new HashMap<>();
        Map<String, List<NaiveEvent>> byCustomer = new HashMap<>();
        Map<String, Long> dispositions = new TreeMap<>();
        for (String json : accepted) {
            NaiveEvent event = NaiveEvent.parse(json);
            if (first.putIfAbsent(event.identity(), event) == null) {
                text.put(event.identity(), json);
                byCustomer
                        .computeIfAbsent(event.customer(), _ -> new ArrayList<>())
                        .add(event);
                dispositions.merge(hasPlan(event) ? "rated" : "unmatched", 1L, Long::sum);
            } else {
                boolean same = text.get(event.identity()).equals(json);
                dispositions.merge(same ? "duplicate" : "conflict", 1L, Long::sum);
            }
        }
        Map<String, List<OracleLine>> invoices = new TreeMap<>();
        for (DemoCustomer customer : customers) {
            List<NaiveEvent> events = byCustomer.getOrDefault(customer.id(), List.of());
            invoices.put(customer.id(), lines(customer, events, cutoff));
        }
        return new OracleResult(accepted.size(), dispositions, invoices);
    }

    private boolean hasPlan(NaiveEvent event) {
        return customers.stream()
                .anyMatch(customer ->
                        customer.id().equals(event.customer()) && !event.time().isBefore(customer.startsAt()));
    }

    private List<OracleLine> lines(DemoCustomer customer, List<NaiveEvent> events, Instant cutoff) {
        List<OracleLine> lines = new ArrayList<>();
        for (int period = 0; !boundary(customer, period).isAfter(cutoff); period++) {
            Instant start = boundary(customer, period);
            Instant end = boundary(customer, period + 1);
            if (end.isAfter(customer.startsAt())) {
                Instant from = start.isBefore(customer.startsAt()) ? customer.startsAt() : start;
                periodLines(new Period(customer, start, from, end), events, cutoff, lines);
            }
        }
        return lines;
    }

    private void periodLines(Period period, List<NaiveEvent> events, Instant cutoff, List<OracleLine> lines) {
        JsonNode plan = book.plan(period.customer.tier().planKey());
        List<String> taken = period.customer.takes().stream().map(Take::charge).toList();
        Map<String, BigDecimal> unrounded = new HashMap<>();
        List<Due> due = new ArrayList<>();
        BigDecimal committed = BigDecimal.ZERO;
        for (JsonNode charge : book.charges(plan, taken)) {
            String kind = charge.get("kind").textValue();
            List<Due> more = switch (kind) {
                case "RECURRING" -> fee(period, charge, period.from, BigDecimal.ONE);
                case "ADD_ON", "RESERVED" -> takenFee(period, charge);
                case "ONE_OFF" -> ordered(period, charge);
                case "USAGE" -> usage(period, charge, events, taken, unrounded);
                case "PERCENT_OF" -> share(period, charge, unrounded);
                default -> throw new IllegalArgumentException("the oracle cannot bill " + charge);
            };
            for (Due one : more) {
                committed = kind.equals("ONE_OFF") ? committed : committed.add(one.line.amount());
            }
            due.addAll(more);
        }
        due.addAll(commitment(period, plan, committed));
        due.addAll(discounts(period, plan, due));
        for (Due one : due) {
            if (!one.billableAt.isAfter(cutoff)) {
                lines.add(one.line);
            }
        }
    }

    private List<Due> fee(Period period, JsonNode charge, Instant from, BigDecimal quantity) {
        BigDecimal full = NaivePrice.amount(own(period.customer, charge), Map.of(Map.of(), quantity));
        ZoneId zone = period.customer.zone();
        long days = days(from, period.end, zone);
        BigDecimal amount = NaiveMath.ratio(full, days, days(period.start, period.end, zone));
        OracleLine line = OracleLine.of(key(charge), from, period.end, quantity, amount);
        boolean arrears = charge.path("timing").asText().equals("IN_ARREARS");
        return List.of(new Due(line, arrears ? period.end : from));
    }

    private List<Due> takenFee(Period period, JsonNode charge) {
        Take take = take(period.customer, key(charge));
        Instant at = take.on().atStartOfDay(period.customer.zone()).toInstant();
        if (!at.isBefore(period.end)) {
            return List.of();
        }
        return fee(period, charge, at.isBefore(period.from) ? period.from : at, BigDecimal.valueOf(take.quantity()));
    }

    private List<Due> ordered(Period period, JsonNode charge) {
        Take take = take(period.customer, key(charge));
        Instant at = take.on().atStartOfDay(period.customer.zone()).toInstant();
        if (at.isBefore(period.from) || !at.isBefore(period.end)) {
            return List.of();
        }
        BigDecimal quantity = BigDecimal.valueOf(take.quantity());
        BigDecimal amount = NaivePrice.amount(charge, Map.of(Map.of(), quantity));
        Instant endOfDay =
                take.on().plusDays(1).atStartOfDay(period.customer.zone()).toInstant();
        return List.of(new Due(OracleLine.of(key(charge), at, endOfDay, quantity, amount), at));
    }

    private List<Due> usage(
            Period period,
            JsonNode charge,
            List<NaiveEvent> events,
            List<String> taken,
            Map<String, BigDecimal> unrounded) {
        JsonNode meter = book.meter(charge.get("meter").textValue());
        Map<Map<String, String>, BigDecimal> quantities =
                NaiveUsage.quantities(meter, charge, events, period.start, period.from, period.end);
        JsonNode priced = withReserved(period.customer, own(period.customer, charge), taken);
        BigDecimal amount = NaivePrice.amount(priced, quantities);
        unrounded.put(key(charge), amount);
        BigDecimal total = NaiveMath.sum(quantities.values());
        return List.of(new Due(OracleLine.of(key(charge), period.from, period.end, total, amount), period.end));
    }

    private static List<Due> share(Period period, JsonNode charge, Map<String, BigDecimal> unrounded) {
        BigDecimal base = BigDecimal.ZERO;
        for (JsonNode of : charge.get("of")) {
            base = base.add(unrounded.get(of.textValue()));
        }
        BigDecimal amount = base.multiply(new BigDecimal(charge.get("rate").textValue()));
        return List.of(new Due(OracleLine.of(key(charge), period.from, period.end, base, amount), period.end));
    }

    /** Reserved capacity includes so many more units of the charge that it covers; it is taken for whole periods here. */
    private JsonNode withReserved(DemoCustomer customer, JsonNode charge, List<String> taken) {
        ObjectNode priced = charge.deepCopy();
        for (JsonNode other : book.charges(book.plan(customer.tier().planKey()), taken)) {
            if (other.get("kind").textValue().equals("RESERVED")
                    && other.get("of").textValue().equals(key(charge))) {
                BigDecimal more = new BigDecimal(other.get("quantity").textValue())
                        .multiply(BigDecimal.valueOf(take(customer, key(other)).quantity()));
                BigDecimal before = new BigDecimal(priced.path("allowance").asText("0"));
                priced.put("allowance", before.add(more).toPlainString());
            }
        }
        return priced;
    }

    /** The charge with the customer's own price in place of the plan's, where its contract has one. */
    private static JsonNode own(DemoCustomer customer, JsonNode charge) {
        String price = customer.ownPrices().get(key(charge));
        if (price == null) {
            return charge;
        }
        try {
            return ((ObjectNode) charge.deepCopy()).set("price", MAPPER.readTree(price));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** What is missing to the minimum of the period, once orders are left aside. */
    private static List<Due> commitment(Period period, JsonNode plan, BigDecimal committed) {
        String rule =
                period.customer.minimum().orElse(plan.at("/commitment/minimum").asText());
        if (rule.isEmpty()) {
            return List.of();
        }
        BigDecimal minimum = new BigDecimal(rule);
        ZoneId zone = period.customer.zone();
        long days = days(period.from, period.end, zone);
        BigDecimal owed = NaiveMath.cents(NaiveMath.ratio(minimum, days, days(period.start, period.end, zone)));
        BigDecimal missing = owed.subtract(committed).max(BigDecimal.ZERO);
        OracleLine line = OracleLine.of("commitment", period.from, period.end, BigDecimal.ONE, missing);
        return List.of(new Due(line, period.end));
    }

    /** The rate of the highest step that the named lines of the period reach, taken off all of them. */
    private static List<Due> discounts(Period period, JsonNode plan, List<Due> lines) {
        List<Due> discounts = new ArrayList<>();
        for (JsonNode discount : plan.path("discounts")) {
            BigDecimal base = BigDecimal.ZERO;
            for (JsonNode of : discount.get("of")) {
                for (Due one : lines) {
                    boolean named = one.line.charge().equals(of.textValue());
                    base = named ? base.add(one.line.amount()) : base;
                }
            }
            BigDecimal rate = BigDecimal.ZERO;
            for (JsonNode tier : discount.get("tiers")) {
                boolean reached = base.compareTo(new BigDecimal(tier.get("from").textValue())) >= 0;
                rate = reached ? new BigDecimal(tier.get("rate").textValue()) : rate;
            }
            BigDecimal off = NaiveMath.cents(base.multiply(rate).negate());
            OracleLine line = OracleLine.of(key(discount), period.from, period.end, BigDecimal.ONE, off);
            discounts.add(new Due(line, period.end));
        }
        return discounts;
    }

    private static Take take(DemoCustomer customer, String charge) {
        return customer.takes().stream()
                .filter(take -> take.charge().equals(charge))
                .findFirst()
                .orElseThrow();
    }

    private static Instant boundary(DemoCustomer customer, int period) {
        return customer.anchor()
                .plusMonths(period)
                .atStartOfDay(customer.zone())
                .toInstant();
    }

    private static long days(Instant from, Instant to, ZoneId zone) {
        return ChronoUnit.DAYS.between(LocalDate.ofInstant(from, zone), LocalDate.ofInstant(to, zone));
    }

    private static String key(JsonNode charge) {
        return charge.get("key").textValue();
    }

    /** A billing period of a customer; {@code from} is where the subscription begins inside it. */
    private record Period(DemoCustomer customer, Instant start, Instant from, Instant end) {}

    private record Due(OracleLine line, Instant billableAt) {}
}
