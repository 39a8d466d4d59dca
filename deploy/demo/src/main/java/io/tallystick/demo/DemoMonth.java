package io.tallystick.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.demo.DemoEvent.Sort;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * October 2026 of 25 customers, the same on every machine: who they are and every event in the order in which it is sent, with
 * repeats, conflicts, stragglers, strangers and malformed ones.
 */
public final class DemoMonth {
    /** The seed of the demo. */
    public static final long SEED = 20261001L;

    /** The close of the month: what is billable by midnight UTC. */
    public static final Instant CUTOFF = Instant.parse("2026-11-01T00:00:00Z");

    private static final int REPEATED_ONE_IN = 50;
    private static final int CONFLICT_ONE_IN = 1_500;
    private static final int DELAYED_ONE_IN = 30;
    private static final int MALFORMED_OF_EACH_WAY = 4;
    private static final int STRANGER_EVENTS = 120;
    private static final int FORGOTTEN_EVENTS = 25;

    private final List<DemoEvent> sent;
    private final List<DemoEvent> forgotten;

    private DemoMonth(List<DemoEvent> sent, List<DemoEvent> forgotten) {
        this.sent = List.copyOf(sent);
        this.forgotten = List.copyOf(forgotten);
    }

    /** The month of the demo. */
    public static DemoMonth october() {
        return of(SEED);
    }

    /** The month of another seed: the same customers, other traffic. */
    public static DemoMonth of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Departure> departures = new ArrayList<>();
        List<DemoEvent> forgotten = new ArrayList<>();
        for (DemoCustomer customer : DemoCustomers.ALL) {
            Traffic traffic = new Traffic(customer, random.split());
            send(traffic.events(), random.split(), departures);
            if (customer.tier() == Tier.PROFESSIONAL) {
                for (int i = 0; i < FORGOTTEN_EVENTS / 5; i++) {
                    forgotten.add(traffic.forgotten());
                }
            }
        }
        strangers(random.split(), departures);
        malformed(random.split(), departures);
        departures.sort(Comparator.comparing(Departure::at).thenComparingInt(Departure::number));
        return new DemoMonth(departures.stream().map(Departure::event).toList(), forgotten);
    }

    /** The text of the price book that ships with the product. */
    public static String priceBook() {
        try (InputStream file = DemoMonth.class.getResourceAsStream("mcp-hosting.yaml")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The customers, each with one subscription. */
    public List<DemoCustomer> customers() {
        return DemoCustomers.ALL;
    }

    /** Every event, in the order in which it is sent. */
    public List<DemoEvent> sent() {
        return sent;
    }

    /** Events of October that are sent only after it was closed. */
    public List<DemoEvent> forgotten() {
        return forgotten;
    }

    private static void send(List<DemoEvent> events, SplittableRandom random, List<Departure> departures) {
        for (DemoEvent event : events) {
            Instant at = event.occurredAt().plus(delay(random));
            depart(departures, at, event);
            if (random.nextInt(REPEATED_ONE_IN) == 0) {
                DemoEvent repeat = new DemoEvent(
                        Sort.REPEAT, event.customerId(), event.occurredAt(), event.json(), event.refusedAs());
                depart(departures, at.plusSeconds(1 + random.nextInt(7_200)), repeat);
            }
            if (random.nextInt(CONFLICT_ONE_IN) == 0) {
                depart(departures, at.plusSeconds(1 + random.nextInt(86_400)), otherQuantity(event));
            }
        }
    }

    /** Most events leave at once, some after hours, a few after days. */
    private static Duration delay(SplittableRandom random) {
        if (random.nextInt(DELAYED_ONE_IN) > 0) {
            return Duration.ofMillis(random.nextInt(2_000));
        }
        return random.nextInt(4) > 0
                ? Duration.ofSeconds(random.nextInt(6 * 3_600))
                : Duration.ofSeconds(random.nextInt(5 * 86_400));
    }

    private static DemoEvent otherQuantity(DemoEvent event) {
        ObjectNode other = Malformed.parse(event.json());
        ObjectNode data = (ObjectNode) other.get("data");
        for (String quantity : List.of("seconds", "gigabytes", "hours")) {
            if (data.has(quantity)) {
                BigDecimal doubled = new BigDecimal(data.get(quantity).textValue()).add(BigDecimal.ONE);
                data.put(quantity, doubled.toPlainString());
            }
        }
        if (data.has("milliseconds")) {
            data.put("milliseconds", data.get("milliseconds").intValue() + 1);
        }
        return DemoEvent.accepted(Sort.CONFLICT, event.customerId(), event.occurredAt(), other.toString());
    }

    private static void strangers(SplittableRandom random, List<Departure> departures) {
        EventText text = new EventText(random);
        for (int i = 0; i < STRANGER_EVENTS; i++) {
            Instant at = someInstant(random);
            String json = text.call(
                    DemoCustomers.STRANGER, at, new Traffic.Tool("search", "search_documents"), "phi-4", "ok", 42);
            depart(departures, at, DemoEvent.accepted(Sort.STRANGER, DemoCustomers.STRANGER, at, json));
        }
    }

    private static void malformed(SplittableRandom random, List<Departure> departures) {
        EventText text = new EventText(random);
        for (int way = 0; way < Malformed.ways(); way++) {
            for (int i = 0; i < MALFORMED_OF_EACH_WAY; i++) {
                DemoCustomer customer = DemoCustomers.ALL.get(random.nextInt(DemoCustomers.ALL.size()));
                Instant at = someInstant(random);
                String json = text.compute(customer.id(), at, BigDecimal.TEN, "cpu");
                DemoEvent good = DemoEvent.accepted(Sort.FIRST, customer.id(), at, json);
                depart(departures, at, Malformed.of(good, way));
            }
        }
    }

    private static Instant someInstant(SplittableRandom random) {
        return CUTOFF.minus(Duration.ofSeconds(1 + random.nextInt(30 * 86_400)));
    }

    private static void depart(List<Departure> departures, Instant at, DemoEvent event) {
        departures.add(new Departure(at, departures.size(), event));
    }

    private record Departure(Instant at, int number, DemoEvent event) {}
}
