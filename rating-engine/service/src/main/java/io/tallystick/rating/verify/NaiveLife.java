package io.tallystick.rating.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What holds in a subscription at an instant, and in which billing period the instant lies: worked out by telling the whole
 * story again for every question, straight from the request.
 */
public final class NaiveLife {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ZoneId zone;
    private final List<JsonNode> facts = new ArrayList<>();
    private final Map<Instant, State> told = new HashMap<>();
    private final Instant start;

    /**
     * A life as the bill simulation is asked about it.
     *
     * @param request with {@code zone}, {@code plan} and {@code subscription}
     */
    public NaiveLife(JsonNode request) {
        this.zone = ZoneId.of(request.get("zone").textValue());
        JsonNode subscription = request.get("subscription");
        this.start = instant(subscription.get("start").textValue());
        ObjectNode first =
                NODES.objectNode().put("at", subscription.get("start").textValue());
        first.set("plan", request.get("plan"));
        first.put(
                "anchor",
                subscription.has("anchor")
                        ? subscription.get("anchor").textValue()
                        : LocalDate.ofInstant(start, zone).toString());
        facts.add(first);
        String trial = request.get("plan").path("trial").asText("");
        if (!trial.isEmpty()) {
            LocalDateTime until = LocalDateTime.ofInstant(start, zone).plus(Period.parse(trial));
            ObjectNode fact =
                    NODES.objectNode().put("at", subscription.get("start").textValue());
            fact.putObject("trial").put("until", until.atZone(zone).toInstant().toString());
            facts.add(fact);
        }
        subscription.path("changes").forEach(facts::add);
        // Stable, so that two changes at the same instant stay in their order.
        facts.sort((a, b) ->
                instant(a.get("at").textValue()).compareTo(instant(b.get("at").textValue())));
    }

    /** Where its dates are. */
    public ZoneId zone() {
        return zone;
    }

    /** When it began. */
    public Instant start() {
        return start;
    }

    /** Everything that holds at an instant; told once, remembered for the next question. */
    public State at(Instant instant) {
        return told.computeIfAbsent(instant, this::tell);
    }

    private State tell(Instant instant) {
        State state = new State();
        for (JsonNode fact : facts) {
            Instant at = instant(fact.get("at").textValue());
            if (at.isAfter(instant)) {
                break;
            }
            state.reach(at);
            state.take(fact, at);
        }
        state.reach(instant);
        return state;
    }

    /** Its facts in their order in time. */
    public List<JsonNode> facts() {
        return facts;
    }

    /** A date as its midnight, an instant as it stands. */
    public Instant instant(String text) {
        return text.contains("T")
                ? Instant.parse(text)
                : LocalDate.parse(text).atStartOfDay(zone).toInstant();
    }

    /** The instants in a span at which anything may change, the start first. */
    List<Instant> moments(Instant from, Instant to) {
        TreeSet<Instant> moments = new TreeSet<>();
        for (JsonNode fact : facts) {
            Instant at = instant(fact.get("at").textValue());
            moments.add(at);
            if (fact.path("effective").asText("").equals("PERIOD_END")) {
                moments.add(at(at).periodEnd(at));
            }
            if (fact.has("trial")) {
                moments.add(instant(fact.at("/trial/until").textValue()));
            }
        }
        moments.add(from);
        return List.copyOf(moments.subSet(from, to));
    }

    /** Boundary number k of a row of periods. */
    private Instant boundary(LocalDateTime anchor, JsonNode plan, long k) {
        String unit = plan.at("/cadence/unit").asText("MONTH");
        long n = k * plan.at("/cadence/count").asInt(1);
        LocalDateTime at = switch (unit) {
            case "DAY" -> anchor.plusDays(n);
            case "WEEK" -> anchor.plusDays(7 * n);
            case "MONTH" -> anchor.plusMonths(n);
            case "QUARTER" -> anchor.plusMonths(3 * n);
            case "HALF_YEAR" -> anchor.plusMonths(6 * n);
            case "YEAR" -> anchor.plusMonths(12 * n);
            default -> throw new IllegalArgumentException(unit);
        };
        return at.atZone(zone).toInstant();
    }

    /** What holds, while the story is told. */
    public final class State {
        private JsonNode plan;
        private LocalDateTime anchor;
        private final ObjectNode quantities = NODES.objectNode();
        private final ObjectNode prices = NODES.objectNode();
        private JsonNode commitment;
        private boolean paused;
        private boolean over;
        private Instant freeUntil = Instant.MIN;
        private Instant now = Instant.MIN;
        private final ArrayNode pending = NODES.arrayNode();

        /** Whether it has begun and not ended. */
        public boolean lives() {
            return plan != null && !over;
        }

        boolean rests() {
            return !lives() || paused;
        }

        boolean free() {
            return now.isBefore(freeUntil);
        }

        /** The plan. */
        public JsonNode plan() {
            return plan;
        }

        /** An empty rule. */
        ObjectNode nothing() {
            return NODES.objectNode();
        }

        JsonNode commitment() {
            return commitment != null ? commitment : plan.path("commitment");
        }

        /** The charge with its own price and its quantity, or null if it is not owed. */
        ObjectNode charge(String key) {
            for (JsonNode charge : plan.get("charges")) {
                if (charge.get("key").textValue().equals(key)) {
                    String kind = charge.get("kind").textValue();
                    boolean optional = charge.path("optional").asBoolean(false) || kind.equals("ADD_ON");
                    if (optional && !quantities.has(key)) {
                        return null;
                    }
                    ObjectNode owed = charge.deepCopy();
                    if (prices.has(key)) {
                        owed.remove(List.of("price", "allowance", "minimum", "maximum", "transform"));
                        owed.setAll((ObjectNode) prices.get(key));
                    }
                    owed.put("taken", quantities.path(key).asText("1"));
                    return owed;
                }
            }
            return null;
        }

        /** Start of the whole period around an instant. */
        public Instant periodStart(Instant at) {
            return boundary(anchor, plan, index(at));
        }

        /** End of the whole period around an instant. */
        public Instant periodEnd(Instant at) {
            return boundary(anchor, plan, index(at) + 1);
        }

        /** The wall clock time from which periods are counted. */
        public LocalDateTime anchor() {
            return anchor;
        }

        private long index(Instant at) {
            // A few periods below the shortest that could be, then one by one.
            long days = Duration.between(anchor.atZone(zone).toInstant(), at).toDays();
            long k = Math.min(0, days) - 2;
            while (!boundary(anchor, plan, k + 1).isAfter(at)) {
                k++;
            }
            return k;
        }

        /** Time passes: what was put off happens. */
        private void reach(Instant at) {
            boolean happened = true;
            while (happened) {
                happened = false;
                int first = -1;
                for (int i = 0; i < pending.size(); i++) {
                    Instant due = Instant.parse(pending.get(i).get("due").textValue());
                    if (!due.isAfter(at)
                            && (first < 0
                                    || due.isBefore(Instant.parse(
                                            pending.get(first).get("due").textValue())))) {
                        first = i;
                    }
                }
                if (first >= 0) {
                    JsonNode fact = pending.remove(first);
                    make(fact, Instant.parse(fact.get("due").textValue()));
                    happened = true;
                }
            }
            now = at;
        }

        private void take(JsonNode fact, Instant at) {
            String word = fact.has("plan") ? "plan" : fact.has("endAddOn") ? "endAddOn" : "cancel";
            drop(fact, word);
            if (fact.path("effective").asText("").equals("PERIOD_END")) {
                pending.add(
                        ((ObjectNode) fact.deepCopy()).put("due", periodEnd(at).toString()));
            } else {
                make(fact, at);
            }
        }

        /** A newer word about the same thing replaces one that is put off. */
        private void drop(JsonNode fact, String word) {
            if (fact.has("plan") || fact.has("cancel")) {
                for (int i = pending.size() - 1; i >= 0; i--) {
                    if (pending.get(i).has(word)) {
                        pending.remove(i);
                    }
                }
            }
        }

        private void make(JsonNode fact, Instant at) {
            if (fact.has("plan")) {
                changePlan(fact, at);
            } else if (fact.has("quantity")) {
                quantities.put(
                        fact.at("/quantity/charge").textValue(),
                        fact.at("/quantity/quantity").textValue());
            } else if (fact.has("addOn")) {
                quantities.put(
                        fact.at("/addOn/charge").textValue(),
                        fact.at("/addOn/quantity").textValue());
            } else if (fact.has("endAddOn")) {
                quantities.remove(fact.get("endAddOn").textValue());
            } else if (fact.has("pause")) {
                paused = true;
            } else if (fact.has("resume")) {
                paused = false;
            } else if (fact.has("trial")) {
                freeUntil = instant(fact.at("/trial/until").textValue());
            } else if (fact.has("price")) {
                ObjectNode price = fact.get("price").deepCopy();
                String charge = price.remove("charge").textValue();
                prices.remove(charge);
                if (!price.has("listed")) {
                    prices.set(charge, price);
                }
            } else if (fact.has("commitment")) {
                commitment = fact.at("/commitment/listed").asBoolean(false) ? null : fact.get("commitment");
            } else if (fact.path("cancel").asBoolean(false)) {
                over = true;
            }
        }

        private void changePlan(JsonNode fact, Instant at) {
            JsonNode before = plan;
            plan = fact.get("plan");
            boolean other = before == null || !before.get("key").equals(plan.get("key"));
            if (other) {
                prices.removeAll();
                commitment = null;
            }
            if (fact.has("anchor")) {
                String text = fact.get("anchor").textValue();
                anchor = text.contains("T")
                        ? LocalDateTime.parse(text)
                        : LocalDate.parse(text).atStartOfDay();
            } else if (!before.path("cadence").equals(plan.path("cadence"))) {
                anchor = LocalDateTime.ofInstant(at, zone);
            }
        }
    }
}
