package io.tallystick.rating.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.rating.verify.NaiveSegment.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * One billing period of one subscription, worked out moment by moment in fractions: between two moments nothing changes, and
 * everything that is owed is asked for again in each of them.
 */
public final class NaivePeriod {
    private final NaiveLife life;
    private final int digits;
    private final Instant wholeStart;
    private final Instant wholeEnd;
    private final Instant start;
    private final Instant end;
    private final int number;
    private final List<Instant> moments;
    private final List<NaiveLife.State> states = new ArrayList<>();
    private final List<NaiveLine> lines = new ArrayList<>();
    private final Map<String, List<Run>> known = new HashMap<>();

    private NaivePeriod(NaiveLife life, int digits, Instant start, Instant end, int number) {
        this.life = life;
        this.digits = digits;
        this.wholeStart = life.at(start).periodStart(start);
        this.wholeEnd = life.at(start).periodEnd(start);
        this.start = start;
        this.end = end;
        this.number = number;
        this.moments = life.moments(start, end);
        moments.forEach(moment -> states.add(life.at(moment)));
    }

    /**
     * The periods of a life that begin before an instant, in their order.
     *
     * @param digits of the minor unit
     */
    public static List<NaivePeriod> of(NaiveLife life, int digits, Instant before) {
        List<NaivePeriod> periods = new ArrayList<>();
        Instant at = life.start();
        NaiveLife.State state = life.at(at);
        while (state.lives() && at.isBefore(before)) {
            Instant end = state.periodEnd(at);
            Instant cut = end;
            // A period is cut where the subscription ends or another row of periods begins.
            for (Instant moment : life.moments(at, end)) {
                if (cut.equals(end) && !sameRow(state, life.at(moment))) {
                    cut = moment;
                }
            }
            periods.add(new NaivePeriod(life, digits, at, cut, periods.size()));
            at = cut;
            state = life.at(at);
        }
        return periods;
    }

    private static boolean sameRow(NaiveLife.State a, NaiveLife.State b) {
        return b.lives()
                && a.anchor().equals(b.anchor())
                && a.plan().path("cadence").equals(b.plan().path("cadence"));
    }

    /** Start of the whole period, of which the billed part may be shorter. */
    Instant wholeStart() {
        return wholeStart;
    }

    /** Everything that is owed, with the usage that {@code used} says for each segment. */
    public List<NaiveLine> lines(Function<NaiveSegment, NaiveUse> used) {
        lines.clear();
        for (String key : keys()) {
            fees(key);
        }
        orders();
        for (String key : keys()) {
            usage(segments(key), used);
        }
        for (String key : keys()) {
            shares(key);
        }
        List<NaiveLine> counted = List.copyOf(lines);
        commitment(counted);
        discounts(counted);
        return List.copyOf(lines);
    }

    /** Every segment of every usage charge. */
    public List<NaiveSegment> segments() {
        List<NaiveSegment> all = new ArrayList<>();
        for (String key : keys()) {
            all.addAll(segments(key));
        }
        return all;
    }

    /** Keys of all charges of any plan of the period, in the order in which they first stand there. */
    private Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        states.forEach(state -> state.plan()
                .get("charges")
                .forEach(charge -> keys.add(charge.get("key").textValue())));
        return keys;
    }

    private Instant endOf(int moment) {
        return moment + 1 < moments.size() ? moments.get(moment + 1) : end;
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
            Rational taken = Rational.of(run.charge.get("taken").textValue());
            Rational full = ordered(run.charge, taken, !kind.equals("RECURRING"));
            boolean advance = run.charge.path("timing").asText("IN_ADVANCE").equals("IN_ADVANCE");
            add(key, run.from, run.to, advance ? run.from : end, taken, full.part(share));
        }
    }

    /** The full price of so many; a flat price of what is ordered by the piece is that of one. */
    private static Rational ordered(ObjectNode charge, Rational taken, boolean byThePiece) {
        ObjectNode asked = charge.deepCopy();
        asked.put("quantity", taken.text());
        JsonNode price = charge.get("price");
        if (byThePiece && price.get("model").textValue().equals("flat")) {
            asked.putObject("price").put("model", "per_unit").set("unitPrice", price.get("amount"));
        }
        return NaivePricing.price(asked);
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
                Rational quantity = Rational.of(fact.at("/addOn/quantity").textValue());
                Instant nextDay = LocalDate.ofInstant(at, life.zone())
                        .plusDays(1)
                        .atStartOfDay(life.zone())
                        .toInstant();
                add(key, at, nextDay, at, quantity, ordered(charge, quantity, true));
            }
        }
    }

    private void usage(List<NaiveSegment> segments, Function<NaiveSegment, NaiveUse> used) {
        Map<String, NaiveUse> before = new HashMap<>();
        List<NaiveSegment> paid =
                segments.stream().filter(segment -> !segment.free()).toList();
        for (NaiveSegment segment : segments) {
            NaiveUse use = used.apply(segment);
            Rational amount = Rational.ZERO;
            if (!segment.free() && use.addsUp()) {
                NaiveUse earlier = before.get(segment.meter());
                NaiveUse all = earlier == null ? use : earlier.plus(use);
                Rational price = all.priced(segment.charge());
                amount = earlier == null ? price : price.minus(earlier.priced(segment.charge()));
                amount = limited(segment.charge(), amount, share(segment));
                before.put(segment.meter(), all);
            } else if (!segment.free()) {
                amount = limited(segment.charge(), use.priced(segment.charge()), Rational.ONE);
                amount = paid.size() == 1 ? amount : timeShare(amount, segment, paid);
            }
            add(segment.key(), segment.start(), segment.end(), end, use.total(), amount);
        }
    }

    /** Where quantities do not add up, each segment is priced as for the whole and pays for its days. */
    private Rational timeShare(Rational amount, NaiveSegment segment, List<NaiveSegment> paid) {
        Rational all = Rational.ZERO;
        for (NaiveSegment other : paid) {
            all = all.plus(days(other));
        }
        return all.signum() == 0 ? amount : amount.part(days(segment).over(all));
    }

    private Rational days(NaiveSegment segment) {
        Rational sum = Rational.ZERO;
        for (Window window : segment.windows()) {
            sum = sum.plus(days(window.from(), window.to()));
        }
        return sum;
    }

    /** Moments that have one price, also with a pause between them. */
    private List<NaiveSegment> segments(String key) {
        List<NaiveSegment> segments = new ArrayList<>();
        JsonNode last = null;
        for (int i = 0; i < moments.size(); i++) {
            NaiveLife.State state = states.get(i);
            ObjectNode charge = state.rests() ? null : priced(state, key, moments.get(i));
            if (charge == null || !charge.get("kind").textValue().equals("USAGE")) {
                continue;
            }
            charge.put("free", state.free());
            Window window = new Window(moments.get(i), endOf(i));
            List<Window> windows = new ArrayList<>();
            if (charge.equals(last)) {
                windows.addAll(segments.removeLast().windows());
            }
            boolean touches = !windows.isEmpty() && windows.getLast().to().equals(window.from());
            windows.add(touches ? new Window(windows.removeLast().from(), window.to()) : window);
            segments.add(new NaiveSegment(charge, List.copyOf(windows), state.free(), wholeStart, wholeEnd));
            last = charge;
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
        for (String other : keys()) {
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
            charge.put("allowance", allowance.text());
        }
        return charge;
    }

    private static Rational limited(JsonNode charge, Rational amount, Rational share) {
        Rational limited = amount;
        if (charge.has("maximum")) {
            limited = limited.min(Rational.of(charge.get("maximum").textValue()).part(share));
        }
        if (charge.has("minimum")) {
            limited = limited.max(Rational.of(charge.get("minimum").textValue()).part(share));
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
            for (NaiveLine line : List.copyOf(lines)) {
                for (JsonNode of : run.charge.get("of")) {
                    if (line.charge().equals(of.textValue())) {
                        base = base.plus(line.exact().part(overlap(run, line)));
                    }
                }
            }
            Rational amount = base.times(Rational.of(run.charge.get("rate").textValue()));
            add(key, run.from, run.to, end, base, limited(run.charge, amount, share(run)));
        }
    }

    private Rational overlap(Run run, NaiveLine line) {
        Instant from = run.from.isAfter(line.start()) ? run.from : line.start();
        Instant to = run.to.isBefore(line.end()) ? run.to : line.end();
        if (!from.isBefore(to)) {
            return Rational.ZERO;
        }
        boolean all = from.equals(line.start()) && to.equals(line.end());
        return all ? Rational.ONE : days(from, to).over(days(line.start(), line.end()));
    }

    private void commitment(List<NaiveLine> counted) {
        Rational minimum = Rational.ZERO;
        Rational maximum = Rational.ZERO;
        boolean least = false;
        boolean most = true;
        for (Run part : committed()) {
            JsonNode rule = part.charge;
            Rational share = share(part);
            String bound = minimum(rule);
            if (bound != null) {
                least = true;
                minimum = minimum.plus(cents(Rational.of(bound).times(share)));
            }
            if (rule.has("maximum")) {
                maximum = maximum.plus(
                        cents(Rational.of(rule.get("maximum").textValue()).times(share)));
            } else {
                most = false;
            }
        }
        most &= !committed().isEmpty();
        if (!least && !most) {
            return;
        }
        Rational sum = Rational.ZERO;
        for (NaiveLine line : counted) {
            boolean once = kind(line.charge()).equals("ONE_OFF");
            sum = once ? sum : sum.plus(line.amount());
        }
        Rational amount = Rational.ZERO;
        if (least && sum.compareTo(minimum) < 0) {
            amount = minimum.minus(sum);
        } else if (most && sum.compareTo(maximum) > 0) {
            amount = maximum.minus(sum);
        }
        add("commitment", start, end, end, Rational.ONE, amount);
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

    /** Stretches with one commitment each. */
    private List<Run> committed() {
        List<Run> parts = new ArrayList<>();
        for (int i = 0; i < moments.size(); i++) {
            NaiveLife.State state = states.get(i);
            if (!state.rests() && !state.free()) {
                JsonNode rule = state.commitment();
                boolean joins = !parts.isEmpty()
                        && parts.getLast().to.equals(moments.get(i))
                        && parts.getLast().charge.equals(rule);
                Instant from = joins ? parts.removeLast().from : moments.get(i);
                ObjectNode agreed = rule.isObject() ? (ObjectNode) rule : state.nothing();
                parts.add(new Run(agreed, from, endOf(i)));
            }
        }
        return parts;
    }

    private void discounts(List<NaiveLine> counted) {
        List<Rational> left = new ArrayList<>();
        counted.forEach(line -> left.add(line.amount()));
        List<JsonNode> inOrder = new ArrayList<>();
        JsonNode discounts = states.getLast().plan().path("discounts");
        discounts.forEach(discount -> {
            if (!discount.has("amount")) {
                inOrder.add(discount);
            }
        });
        discounts.forEach(discount -> {
            if (discount.has("amount")) {
                inOrder.add(discount);
            }
        });
        for (JsonNode discount : inOrder) {
            Rational base = Rational.ZERO;
            List<Rational> weights = new ArrayList<>();
            for (int i = 0; i < counted.size(); i++) {
                boolean named = named(discount, counted.get(i).charge());
                base = named ? base.plus(left.get(i)) : base;
                weights.add(named ? left.get(i).max(Rational.ZERO) : Rational.ZERO);
            }
            Rational off = discount.has("amount")
                    ? Rational.of(discount.get("amount").textValue())
                    : base.times(rate(discount, base));
            off = cents(off).min(base).max(Rational.ZERO);
            take(off, weights, left);
            Rational less = Rational.ZERO.minus(off);
            lines.add(new NaiveLine(
                    discount.get("key").textValue(), start, end, end, Rational.ONE, less, less, false, true));
        }
    }

    /** Takes an amount off in whole minor units: shares cut, then one unit more where most was cut, the first of equals. */
    private void take(Rational off, List<Rational> weights, List<Rational> left) {
        Rational all = weights.stream().reduce(Rational.ZERO, Rational::plus);
        if (all.signum() == 0 || off.signum() == 0) {
            return;
        }
        Rational unit = Rational.tenTo(digits);
        Rational rest = off.times(unit);
        List<Rational> cut = new ArrayList<>();
        List<Integer> byRest = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            Rational part = off.times(unit).times(weights.get(i)).over(all);
            cut.add(part.minus(part.floor()));
            left.set(i, left.get(i).minus(part.floor().over(unit)));
            rest = rest.minus(part.floor());
            byRest.add(i);
        }
        byRest.sort((a, b) -> cut.get(b).compareTo(cut.get(a)));
        for (int i = 0; rest.signum() > 0; i++) {
            int line = byRest.get(i);
            left.set(line, left.get(line).minus(Rational.ONE.over(unit)));
            rest = rest.minus(Rational.ONE);
        }
    }

    private static boolean named(JsonNode discount, String charge) {
        boolean named = !discount.has("of") || discount.get("of").isEmpty();
        for (JsonNode of : discount.path("of")) {
            named |= of.textValue().equals(charge);
        }
        return named;
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
        List<Run> runs = known.get(key);
        if (runs == null) {
            runs = stretches(key);
            known.put(key, runs);
        }
        return runs;
    }

    private List<Run> stretches(String key) {
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < moments.size(); i++) {
            NaiveLife.State state = states.get(i);
            ObjectNode charge = state.rests() || state.free() ? null : state.charge(key);
            if (charge == null) {
                continue;
            }
            charge.remove(List.of("name", "optional"));
            charge.put("proration", proration(moments.get(i)));
            boolean joins = !runs.isEmpty()
                    && runs.getLast().to.equals(moments.get(i))
                    && runs.getLast().charge.equals(charge);
            Instant from = joins ? runs.removeLast().from : moments.get(i);
            runs.add(new Run(charge, from, endOf(i)));
        }
        return runs;
    }

    private Rational share(NaiveSegment segment) {
        Rational sum = Rational.ZERO;
        for (Window window : segment.windows()) {
            sum = sum.plus(share(new Run(null, window.from(), window.to())));
        }
        return proration(segment.start()).equals("NONE") ? Rational.ONE : sum;
    }

    private Rational share(Run run) {
        return switch (proration(run.from)) {
            case "DAY" -> days(run.from, run.to).over(days(wholeStart, wholeEnd));
            case "SECOND" -> micros(run.from, run.to).over(micros(wholeStart, wholeEnd));
            default -> Rational.ONE;
        };
    }

    private String proration(Instant at) {
        return life.at(at).plan().path("proration").asText("DAY");
    }

    private Rational days(Instant from, Instant to) {
        return Rational.whole(
                ChronoUnit.DAYS.between(LocalDate.ofInstant(from, life.zone()), LocalDate.ofInstant(to, life.zone())));
    }

    static Rational micros(Instant from, Instant to) {
        Duration length = Duration.between(from, to);
        return Rational.whole(length.getSeconds() * 1_000_000 + length.getNano() / 1_000);
    }

    private Rational cents(Rational amount) {
        Rational unit = Rational.tenTo(digits);
        return amount.times(unit).halfAway().over(unit);
    }

    private void add(String charge, Instant from, Instant to, Instant due, Rational quantity, Rational exact) {
        lines.add(new NaiveLine(charge, from, to, due, quantity, exact, cents(exact), false, false));
    }

    /** A stretch in which something is owed by one rule. */
    private record Run(ObjectNode charge, Instant from, Instant to) {}
}
