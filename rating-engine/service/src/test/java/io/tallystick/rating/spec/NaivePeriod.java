package io.tallystick.rating.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One billing period of the naive reference. */
final class NaivePeriod {
    private static final Duration HOUR = Duration.ofHours(1);

    private final JsonNode request;
    private final NaiveLife life;
    private final Instant wholeStart;
    private final Instant wholeEnd;
    private final Instant start;
    private final Instant end;
    private final int number;
    private final List<Instant> hours = new ArrayList<>();
    private final List<NaiveLife.State> states = new ArrayList<>();
    private final List<NaiveBill.Line> lines = new ArrayList<>();
    private final Map<String, List<Run>> known = new HashMap<>();

    NaivePeriod(
            JsonNode request,
            NaiveLife life,
            Instant wholeStart,
            Instant wholeEnd,
            Instant start,
            Instant end,
            int number) {
        this.request = request;
        this.life = life;
        this.wholeStart = wholeStart;
        this.wholeEnd = wholeEnd;
        this.start = start;
        this.end = end;
        this.number = number;
        for (Instant hour = start; hour.isBefore(end); hour = hour.plus(HOUR)) {
            hours.add(hour);
            states.add(life.at(hour));
        }
    }

    void addTo(List<NaiveBill.Line> all) {
        for (String key : NaiveBill.keys(states)) {
            fees(key);
        }
        orders();
        for (String key : NaiveBill.keys(states)) {
            usage(key);
        }
        for (String key : NaiveBill.keys(states)) {
            shares(key);
        }
        List<NaiveBill.Line> counted = List.copyOf(lines);
        commitment(counted);
        discounts(counted);
        all.addAll(lines);
    }

    private void fees(String key) {
        boolean first = true;
        for (Run run : runs(key)) {
            String kind = run.charge.get("kind").textValue();
            if (!List.of("RECURRING", "ADD_ON", "RESERVED").contains(kind)) {
                continue;
            }
            boolean once = proration(run.from).equals("NONE");
            Rational share = share(run);
            if (share.signum() == 0 || (once && !first)) {
                continue;
            }
            first = false;
            ObjectNode asked = run.charge.deepCopy();
            asked.set("quantity", run.charge.get("taken"));
            Rational full = NaivePricing.price(asked);
            boolean flat = run.charge.at("/price/model").textValue().equals("flat");
            if (flat && !kind.equals("RECURRING")) {
                full = full.times(Rational.of(run.charge.get("taken").textValue()));
            }
            boolean advance = run.charge.path("timing").asText("IN_ADVANCE").equals("IN_ADVANCE");
            add(key, run.from, run.to, advance ? run.from : end, full.times(share));
        }
    }

    private void orders() {
        for (JsonNode fact : life.facts()) {
            Instant at = life.instant(fact.get("at").textValue());
            if (!fact.has("addOn") || at.isBefore(start) || !at.isBefore(end)) {
                continue;
            }
            String key = fact.at("/addOn/charge").textValue();
            ObjectNode charge = life.at(at).charge(key);
            if (charge != null && charge.get("kind").textValue().equals("ONE_OFF")) {
                ObjectNode asked = charge.deepCopy();
                asked.set("quantity", fact.at("/addOn/quantity"));
                Rational amount = NaivePricing.price(asked);
                if (charge.at("/price/model").textValue().equals("flat")) {
                    amount = amount.times(Rational.of(fact.at("/addOn/quantity").textValue()));
                }
                Instant nextDay = LocalDate.ofInstant(at, life.zone())
                        .plusDays(1)
                        .atStartOfDay(life.zone())
                        .toInstant();
                add(key, at, nextDay, at, amount);
            }
        }
    }

    private void usage(String key) {
        List<List<Integer>> segments = segments(key);
        Rational before = Rational.ZERO;
        int counted = 0;
        for (List<Integer> segment : segments) {
            NaiveLife.State state = states.get(segment.getFirst());
            ObjectNode charge = priced(state, key, hours.get(segment.getFirst()));
            Rational used = used(charge, segment);
            Instant from = hours.get(segment.getFirst());
            Instant to = hours.get(segment.getLast()).plus(HOUR);
            Rational amount = Rational.ZERO;
            if (!state.free()) {
                Rational all = unlimited(charge, before.plus(used));
                amount = counted == 0 ? all : all.minus(unlimited(charge, before));
                amount = limited(charge, amount, share(segment));
                before = before.plus(used);
                counted++;
            }
            add(key, from, to, end, amount);
        }
    }

    /** Hours that have one price, also with a pause between them. */
    private List<List<Integer>> segments(String key) {
        List<List<Integer>> segments = new ArrayList<>();
        JsonNode last = null;
        for (int i = 0; i < hours.size(); i++) {
            NaiveLife.State state = states.get(i);
            if (state.rests()) {
                continue;
            }
            ObjectNode charge = priced(state, key, hours.get(i));
            if (charge == null || !charge.get("kind").textValue().equals("USAGE")) {
                continue;
            }
            charge.put("free", state.free());
            if (!charge.equals(last)) {
                segments.add(new ArrayList<>());
                last = charge;
            }
            segments.getLast().add(i);
        }
        return segments;
    }

    /** The usage charge with the units that were reserved in the period so far. */
    private ObjectNode priced(NaiveLife.State state, String key, Instant at) {
        ObjectNode charge = state.charge(key);
        if (charge == null) {
            return null;
        }
        charge.remove(List.of("taken", "optional", "name"));
        Rational reserved = Rational.ZERO;
        for (String other : NaiveBill.keys(states)) {
            for (Run run : runs(other)) {
                boolean covers = run.charge.path("of").asText("").equals(key) && !run.from.isAfter(at);
                if (covers) {
                    Rational units = Rational.of(run.charge.get("quantity").textValue())
                            .times(Rational.of(run.charge.get("taken").textValue()))
                            .times(share(run));
                    reserved = reserved.plus(units.floor());
                }
            }
        }
        if (reserved.signum() != 0) {
            Rational allowance =
                    Rational.of(charge.path("allowance").asText("0")).plus(reserved);
            charge.put("allowance", allowance.cutAt(0));
        }
        return charge;
    }

    private Rational used(JsonNode charge, List<Integer> segment) {
        String meter = charge.get("meter").textValue();
        Rational sum = Rational.ZERO;
        for (JsonNode usage : request.path("usage")) {
            if (usage.has("quantity") && usage.get("meter").textValue().equals(meter)) {
                Instant at = life.instant(usage.get("at").textValue());
                for (int i : segment) {
                    boolean inside = !at.isBefore(hours.get(i))
                            && at.isBefore(hours.get(i).plus(HOUR));
                    sum = inside ? sum.plus(Rational.of(usage.get("quantity").textValue())) : sum;
                }
            }
        }
        for (int i : segment) {
            sum = sum.plus(level(meter, hours.get(i)).over(hoursOf(wholeStart, wholeEnd)));
        }
        return sum;
    }

    /** The last level that was told by then. */
    private Rational level(String meter, Instant hour) {
        Rational level = Rational.ZERO;
        Instant since = Instant.MIN;
        for (JsonNode usage : request.path("usage")) {
            for (JsonNode event : usage.path("events")) {
                Instant at = Instant.parse(event.get("time").textValue());
                if (usage.get("meter").textValue().equals(meter) && !at.isAfter(hour) && !at.isBefore(since)) {
                    level = Rational.of(event.at("/data/value").textValue());
                    since = at;
                }
            }
        }
        return level;
    }

    private Rational unlimited(JsonNode charge, Rational quantity) {
        ObjectNode asked = charge.deepCopy();
        asked.remove(List.of("minimum", "maximum", "quantity"));
        // Quantities of the tables have few digits, so cutting changes nothing.
        asked.put("quantity", quantity.cutAt(40));
        return NaivePricing.price(asked);
    }

    private static Rational limited(JsonNode charge, Rational amount, Rational share) {
        Rational limited = amount;
        if (charge.has("maximum")) {
            limited = limited.min(Rational.of(charge.get("maximum").textValue()).times(share));
        }
        if (charge.has("minimum")) {
            limited = limited.max(Rational.of(charge.get("minimum").textValue()).times(share));
        }
        return limited;
    }

    private void shares(String key) {
        for (Run run : runs(key)) {
            if (!run.charge.get("kind").textValue().equals("PERCENT_OF")
                    || share(run).signum() == 0) {
                continue;
            }
            Rational base = Rational.ZERO;
            for (NaiveBill.Line line : List.copyOf(lines)) {
                for (JsonNode of : run.charge.get("of")) {
                    if (line.charge().equals(of.textValue())) {
                        base = base.plus(line.exact().times(overlap(run, line)));
                    }
                }
            }
            Rational amount = base.times(Rational.of(run.charge.get("rate").textValue()));
            add(key, run.from, run.to, end, limited(run.charge, amount, share(run)));
        }
    }

    private Rational overlap(Run run, NaiveBill.Line line) {
        Instant from = run.from.isAfter(line.start()) ? run.from : line.start();
        Instant to = run.to.isBefore(line.end()) ? run.to : line.end();
        if (!from.isBefore(to)) {
            return Rational.ZERO;
        }
        boolean all = from.equals(line.start()) && to.equals(line.end());
        return all ? Rational.ONE : days(from, to).over(days(line.start(), line.end()));
    }

    private void commitment(List<NaiveBill.Line> counted) {
        Rational minimum = Rational.ZERO;
        Rational maximum = Rational.ZERO;
        boolean least = false;
        boolean most = true;
        for (List<Integer> part : committed()) {
            JsonNode rule = states.get(part.getFirst()).commitment();
            Rational share = share(part);
            String bound = minimum(rule);
            if (bound != null) {
                least = true;
                minimum =
                        minimum.plus(NaiveBill.cents(request, Rational.of(bound).times(share)));
            }
            if (rule.has("maximum")) {
                maximum = maximum.plus(NaiveBill.cents(
                        request, Rational.of(rule.get("maximum").textValue()).times(share)));
            } else {
                most = false;
            }
        }
        most &= !committed().isEmpty();
        if (!least && !most) {
            return;
        }
        Rational sum = Rational.ZERO;
        for (NaiveBill.Line line : counted) {
            boolean once = kind(line.charge()).equals("ONE_OFF");
            sum = once ? sum : sum.plus(line.amount());
        }
        Rational amount = Rational.ZERO;
        if (least && sum.compareTo(minimum) < 0) {
            amount = minimum.minus(sum);
        } else if (most && sum.compareTo(maximum) > 0) {
            amount = maximum.minus(sum);
        }
        add("commitment", start, end, end, amount);
    }

    private String minimum(JsonNode rule) {
        int periods = 0;
        for (JsonNode phase : rule.path("ramp")) {
            periods += phase.get("periods").intValue();
            if (number < periods) {
                return phase.get("minimum").textValue();
            }
        }
        return rule.has("minimum") ? rule.get("minimum").textValue() : null;
    }

    private List<List<Integer>> committed() {
        List<List<Integer>> parts = new ArrayList<>();
        for (int i = 0; i < hours.size(); i++) {
            NaiveLife.State state = states.get(i);
            if (!state.rests() && !state.free()) {
                boolean joins = !parts.isEmpty()
                        && parts.getLast().getLast() == i - 1
                        && states.get(i - 1).commitment().equals(state.commitment());
                if (!joins) {
                    parts.add(new ArrayList<>());
                }
                parts.getLast().add(i);
            }
        }
        return parts;
    }

    private void discounts(List<NaiveBill.Line> counted) {
        JsonNode discounts = states.getLast().plan().path("discounts");
        for (JsonNode discount : discounts) {
            Rational base = Rational.ZERO;
            for (NaiveBill.Line line : counted) {
                boolean named = !discount.has("of");
                for (JsonNode of : discount.path("of")) {
                    named |= of.textValue().equals(line.charge());
                }
                base = named ? base.plus(line.amount()) : base;
            }
            Rational off = discount.has("amount")
                    ? Rational.of(discount.get("amount").textValue())
                    : base.times(rate(discount, base));
            off = NaiveBill.cents(request, off).min(base).max(Rational.ZERO);
            lines.add(new NaiveBill.Line(
                    discount.get("key").textValue(),
                    start,
                    end,
                    end,
                    Rational.ZERO.minus(off),
                    Rational.ZERO.minus(off),
                    false,
                    true));
        }
    }

    private static Rational rate(JsonNode discount, Rational base) {
        Rational rate = Rational.of(discount.path("rate").asText("0"));
        for (JsonNode tier : discount.path("tiers")) {
            if (base.compareTo(Rational.of(tier.get("from").textValue())) >= 0) {
                rate = Rational.of(tier.get("rate").textValue());
            }
        }
        return rate;
    }

    private String kind(String key) {
        for (NaiveLife.State state : states) {
            for (JsonNode charge : state.plan().get("charges")) {
                if (charge.get("key").textValue().equals(key)) {
                    return charge.get("kind").textValue();
                }
            }
        }
        return "";
    }

    /** Stretches in which a charge is owed at one price and quantity; trials and pauses owe nothing. */
    private List<Run> runs(String key) {
        return known.computeIfAbsent(key, this::stretches);
    }

    private List<Run> stretches(String key) {
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < hours.size(); i++) {
            NaiveLife.State state = states.get(i);
            ObjectNode charge = state.rests() || state.free() ? null : state.charge(key);
            if (charge == null) {
                continue;
            }
            charge.remove(List.of("name", "optional"));
            charge.put("proration", proration(hours.get(i)));
            boolean joins = !runs.isEmpty()
                    && runs.getLast().to.equals(hours.get(i))
                    && runs.getLast().charge.equals(charge);
            if (joins) {
                Run last = runs.removeLast();
                runs.add(new Run(charge, last.from, hours.get(i).plus(HOUR)));
            } else {
                runs.add(new Run(charge, hours.get(i), hours.get(i).plus(HOUR)));
            }
        }
        return runs;
    }

    private Rational share(Run run) {
        return switch (proration(run.from)) {
            case "DAY" -> days(run.from, run.to).over(days(wholeStart, wholeEnd));
            case "SECOND" -> hoursOf(run.from, run.to).over(hoursOf(wholeStart, wholeEnd));
            default -> Rational.ONE;
        };
    }

    private Rational share(List<Integer> part) {
        Rational sum = Rational.ZERO;
        int from = part.getFirst();
        for (int i = 0; i < part.size(); i++) {
            boolean last = i == part.size() - 1 || part.get(i + 1) != part.get(i) + 1;
            if (last) {
                Run run = new Run(null, hours.get(from), hours.get(part.get(i)).plus(HOUR));
                sum = sum.plus(share(run));
                from = i == part.size() - 1 ? from : part.get(i + 1);
            }
        }
        return proration(hours.get(part.getFirst())).equals("NONE") ? Rational.ONE : sum;
    }

    private String proration(Instant at) {
        return life.at(at).plan().path("proration").asText("DAY");
    }

    private Rational days(Instant from, Instant to) {
        return NaiveBill.whole(
                ChronoUnit.DAYS.between(LocalDate.ofInstant(from, life.zone()), LocalDate.ofInstant(to, life.zone())));
    }

    private static Rational hoursOf(Instant from, Instant to) {
        return NaiveBill.whole(Duration.between(from, to).toHours());
    }

    private void add(String charge, Instant from, Instant to, Instant due, Rational exact) {
        lines.add(new NaiveBill.Line(charge, from, to, due, exact, NaiveBill.cents(request, exact), false, false));
    }

    /** A stretch in which a charge is owed. */
    private record Run(ObjectNode charge, Instant from, Instant to) {}
}
