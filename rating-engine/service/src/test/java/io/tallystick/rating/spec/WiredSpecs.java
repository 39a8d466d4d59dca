package io.tallystick.rating.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.schemas.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The spec tables of subscriptions for services that really run: plans are published, subscriptions begun and changed by commands,
 * usage comes as events through the log, and the lines are those that the service keeps. What a bill adds (coupons, taxes, credits) is
 * not asked here.
 */
public final class WiredSpecs {
    private final Service service;
    private final List<Case> cases = new ArrayList<>();

    /** Tables against a service. */
    public WiredSpecs(Service service) {
        this.service = service;
        for (SubscriptionTable table : SubscriptionSpecs.all()) {
            cases.add(new Case(table, "t" + cases.size()));
        }
    }

    /** The service, as its callers see it. */
    public interface Service {
        /** A command that must succeed. */
        JsonNode post(String path, JsonNode body);

        /** The lines of a customer. */
        JsonNode lines(String customer);

        /** Appends an event to the log, received when it occurred. */
        void event(String customer, Instant at, JsonNode event);
    }

    /** Whether a close comes in the middle of a table. */
    public enum Kind {
        /** None. */
        OPEN,
        /** The one that {@code billed} says. */
        BILLED
    }

    /** Everything that happens in the tables of a kind, as far as a close that it has. */
    public void play(Kind kind) {
        cases.stream().filter(one -> one.kind() == kind).forEach(Case::play);
    }

    /** What happens after the close of the tables that have one. */
    public void playRest() {
        cases.forEach(Case::playRest);
    }

    /** The latest instant of any bill. */
    public Instant end() {
        return cases.stream().map(Case::end).max(Instant::compareTo).orElseThrow();
    }

    /** When the tables that have a close have it, in order. */
    public List<Instant> closes() {
        return cases.stream()
                .flatMap(one -> one.billed().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** How many tables there are of a kind. */
    public long count(Kind kind) {
        return cases.stream().filter(one -> one.kind() == kind).count();
    }

    /** What is not as the tables of a kind say; empty if everything is. */
    public List<String> mismatches(Kind kind) {
        return cases.stream()
                .filter(one -> one.kind() == kind)
                .flatMap(Case::mismatches)
                .toList();
    }

    /** One table and its customer. */
    private final class Case {
        private final SubscriptionTable table;
        private final String name;
        private final ObjectNode request;
        private final ZoneId zone;
        private final List<JsonNode> waiting = new ArrayList<>();

        Case(SubscriptionTable table, String name) {
            this.table = table;
            this.name = name;
            this.request = table.request(table.bills().getFirst());
            this.zone = ZoneId.of(request.get("zone").textValue());
        }

        Kind kind() {
            return billed().isPresent() ? Kind.BILLED : Kind.OPEN;
        }

        Optional<Instant> billed() {
            return Optional.ofNullable(request.get("billedUpTo")).map(at -> instant(at.textValue()));
        }

        Instant end() {
            return table.bills().stream()
                    .map(bill -> instant(bill.to()))
                    .max(Instant::compareTo)
                    .orElseThrow();
        }

        private String customer() {
            return "spec-" + name;
        }

        void play() {
            service.post("/v1/price-books", book());
            ObjectNode subscription = JsonNodeFactory.instance
                    .objectNode()
                    .put("id", "sub-" + customer())
                    .put("customerId", customer())
                    .put("zone", zone.getId());
            subscription.set("plan", plan(request.get("plan")));
            subscription.set("start", request.at("/subscription/start"));
            if (request.at("/subscription").has("anchor")) {
                subscription.set("anchor", request.at("/subscription/anchor"));
            }
            service.post("/v1/subscriptions", subscription);
            for (JsonNode change : request.at("/subscription/changes")) {
                boolean later = billed().filter(instant(change.get("at").textValue())::isAfter)
                        .isPresent();
                if (later) {
                    waiting.add(change);
                } else {
                    change(change);
                }
            }
            int number = 0;
            for (JsonNode usage : request.path("usage")) {
                number = usage(usage, number);
            }
        }

        void playRest() {
            waiting.forEach(this::change);
            waiting.clear();
        }

        private void change(JsonNode change) {
            ObjectNode command = change.deepCopy();
            if (change.has("plan")) {
                command.set("plan", plan(change.get("plan")));
            }
            service.post("/v1/subscriptions/sub-" + customer() + "/changes", command);
        }

        private int usage(JsonNode usage, int number) {
            int next = number;
            if (usage.has("events")) {
                for (JsonNode event : usage.get("events")) {
                    event(
                            usage,
                            next++,
                            event.get("time").textValue(),
                            event.at("/data/value").textValue());
                }
            } else {
                event(
                        usage,
                        next++,
                        usage.get("at").textValue(),
                        usage.get("quantity").textValue());
            }
            return next;
        }

        private void event(JsonNode usage, int number, String at, String value) {
            ObjectNode event = JsonNodeFactory.instance.objectNode();
            event.put("specversion", "1.0").put("source", "spec").put("id", "e" + number);
            event.put("type", type(usage.get("meter").textValue())).put("subject", customer());
            event.put("time", instant(at).toString());
            ObjectNode data = event.putObject("data").put("value", value);
            usage.path("dimensions").properties().forEach(one -> data.set(one.getKey(), one.getValue()));
            service.event(customer(), instant(at), event);
        }

        private ObjectNode book() {
            ObjectNode book = JsonNodeFactory.instance.objectNode();
            Map<String, ObjectNode> meters = new LinkedHashMap<>();
            ArrayNode plans = book.putArray("plans");
            for (JsonNode inline : plans()) {
                ObjectNode plan = inline.deepCopy();
                plan.put("key", inline.get("key").textValue() + "-" + name);
                plan.set("currency", request.get("currency"));
                for (JsonNode charge : plan.get("charges")) {
                    if (charge.has("meter")) {
                        String meter = charge.get("meter").textValue();
                        meters.computeIfAbsent(meter, this::meter);
                        ((ObjectNode) charge).put("meter", meter + "-" + name);
                    }
                }
                plans.add(plan);
            }
            meters.values().forEach(book.putArray("meters")::add);
            return book;
        }

        /** As the table says it; a meter of which it says nothing adds up. */
        private ObjectNode meter(String key) {
            ObjectNode meter = JsonNodeFactory.instance.objectNode();
            for (JsonNode said : request.path("meters")) {
                if (said.get("key").textValue().equals(key)) {
                    meter = said.deepCopy();
                }
            }
            if (meter.isEmpty()) {
                meter.put("aggregation", "SUM").put("value", "/value").put("negative", "ALLOW");
            }
            meter.put("key", key + "-" + name);
            meter.putArray("eventTypes").add(type(key));
            return meter;
        }

        private String type(String meter) {
            return "spec." + meter + "." + name;
        }

        private List<JsonNode> plans() {
            Map<String, JsonNode> plans = new LinkedHashMap<>();
            plans.put(request.at("/plan/key").textValue(), request.get("plan"));
            for (JsonNode change : request.at("/subscription/changes")) {
                if (change.has("plan")) {
                    plans.put(change.at("/plan/key").textValue(), change.get("plan"));
                }
            }
            return List.copyOf(plans.values());
        }

        private ObjectNode plan(JsonNode inline) {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("key", inline.get("key").textValue() + "-" + name);
        }

        private Instant instant(String text) {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(zone).toInstant();
        }

        Stream<String> mismatches() {
            JsonNode lines = service.lines(customer());
            return table.bills().stream().flatMap(bill -> {
                List<String> expected = bill.lines().stream().sorted().toList();
                List<String> kept = kept(bill, lines);
                return expected.equals(kept)
                        ? Stream.empty()
                        : Stream.of("the lines from %s to %s of\n\n%s\n\nare\n%s"
                                .formatted(bill.from(), bill.to(), table, String.join("\n", kept)));
            });
        }

        private List<String> kept(SubscriptionTable.Bill bill, JsonNode lines) {
            List<String> kept = new ArrayList<>();
            for (JsonNode line : lines) {
                Instant start = Instant.parse(line.get("servicePeriodStart").textValue());
                boolean inside = !start.isBefore(instant(bill.from())) && start.isBefore(instant(bill.to()));
                boolean billed = billed().filter(
                                at -> !Instant.parse(line.get("billableAt").textValue())
                                        .isAfter(at))
                        .isPresent();
                boolean gone = line.path("reason").asText().equals("withdrawn")
                        && !line.get("kind").textValue().equals("ADJUSTMENT");
                if (inside && !billed && !gone && !line.get("kind").textValue().equals("DISCOUNT")) {
                    kept.add("%s %s %s %s%s"
                            .formatted(
                                    line.get("chargeKey").textValue(),
                                    LocalDate.ofInstant(start, zone),
                                    LocalDate.ofInstant(
                                            Instant.parse(
                                                    line.get("servicePeriodEnd").textValue()),
                                            zone),
                                    line.get("amount").textValue(),
                                    line.get("kind").textValue().equals("ADJUSTMENT") ? " correction" : ""));
                }
            }
            return kept.stream().sorted().toList();
        }
    }

    /** An event as it stands in the log. */
    public static String text(JsonNode event) {
        return new String(Json.bytes(event), StandardCharsets.UTF_8);
    }
}
