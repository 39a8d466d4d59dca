package io.tallystick.rating.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.rating.catalog.PlanVersion;
import io.tallystick.rating.catalog.PriceBook;
import io.tallystick.rating.config.pricebook.PriceBookCodec;
import io.tallystick.schemas.meter.Meter;
import io.tallystick.schemas.usage.MeterRules;
import io.tallystick.schemas.usage.UsageEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Draws subscriptions with lives of all kinds, and usage, from a seed. */
final class RandomLife {
    static final String CUSTOMER = "customer";
    static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
    static final int DAYS = 200;

    private static final List<String> ZONES =
            List.of("UTC", "America/Sao_Paulo", "Africa/Casablanca", "Australia/Lord_Howe", "Asia/Kolkata");
    private static final List<String> OPTIONAL = List.of("backup", "reserved", "addon");

    // Read once for all lives: both are immutable.
    private static final PriceBook BOOK = book();
    private static final Catalogue CATALOGUE = published();

    private final Random random;

    RandomLife(long seed) {
        this.random = new Random(seed);
    }

    private static PriceBook book() {
        try {
            return new PriceBookCodec().readBook(Files.readString(Path.of("src/test/resources/spec/lives.yaml")));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    MeterRules rules() {
        return new MeterRules(BOOK.meters());
    }

    Catalogue catalogue() {
        return CATALOGUE;
    }

    private static Catalogue published() {
        Map<PlanRef, PlanVersion> plans = new HashMap<>();
        BOOK.plans().forEach(plan -> plans.put(new PlanRef(plan.key(), 1), new PlanVersion(plan, 1)));
        return new Catalogue() {
            @Override
            public Optional<PlanVersion> plan(PlanRef ref) {
                return Optional.ofNullable(plans.get(ref));
            }

            @Override
            public Optional<Meter> meter(String key) {
                return BOOK.meter(key);
            }
        };
    }

    /** A subscription whose facts fit together. */
    Subscription subscription(String id, int changes) {
        ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
        LocalDate start = FIRST.plusDays(random.nextInt(40));
        Optional<LocalDate> anchor = random.nextBoolean()
                ? Optional.empty()
                : Optional.of(FIRST.minusDays(1).plusDays(random.nextInt(3)));
        Subscription subscription = new Subscription(
                id,
                CUSTOMER,
                zone,
                anchor.map(LocalDate::atStartOfDay),
                List.of(new Fact.Start(at(start, zone, 0), plan())));
        for (int i = 0; i < changes; i++) {
            subscription = changed(subscription);
        }
        return subscription;
    }

    /** The subscription with one more fact, dated anywhere in its life. */
    Subscription changed(Subscription subscription) {
        for (int attempt = 0; attempt < 50; attempt++) {
            Subscription changed = subscription.plus(fact(subscription.zone()));
            if (fits(changed)) {
                return changed;
            }
        }
        return subscription;
    }

    private boolean fits(Subscription subscription) {
        try {
            Timeline.of(CUSTOMER, List.of(subscription), catalogue());
            return true;
        } catch (SubscriptionRefused refused) {
            return false;
        }
    }

    private Fact fact(ZoneId zone) {
        Instant at =
                at(FIRST.plusDays(random.nextInt(DAYS)), zone, random.nextInt(3) == 0 ? random.nextInt(86_400) : 0);
        Fact.When when = random.nextInt(3) == 0 ? Fact.When.PERIOD_END : Fact.When.NOW;
        return switch (random.nextInt(11)) {
            case 0, 1, 2 -> new Fact.ToPlan(at, plan(), when, Optional.empty());
            case 3 -> new Fact.Quantity(at, "seats", BigDecimal.valueOf(random.nextInt(20)));
            case 4 ->
                new Fact.Take(
                        at, OPTIONAL.get(random.nextInt(OPTIONAL.size())), BigDecimal.valueOf(1 + random.nextInt(3)));
            case 5 -> new Fact.Drop(at, OPTIONAL.get(random.nextInt(OPTIONAL.size())), when);
            case 6 -> new Fact.Take(at, "setup", BigDecimal.valueOf(1 + random.nextInt(3)));
            case 7 -> new Fact.Pause(at);
            case 8 -> new Fact.Resume(at);
            case 9 -> new Fact.Trial(at, at.plusSeconds(86_400L * (1 + random.nextInt(20))));
            default -> new Fact.Cancel(at, when);
        };
    }

    private PlanRef plan() {
        return new PlanRef(BOOK.plans().get(random.nextInt(BOOK.plans().size())).key(), 1);
    }

    List<UsageEvent> events(int count) {
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Meter meter = BOOK.meters().get(random.nextInt(BOOK.meters().size()));
            ObjectNode data = JsonNodeFactory.instance.objectNode();
            data.put(
                    "value",
                    BigDecimal.valueOf(random.nextInt(100_000) - (random.nextInt(10) == 0 ? 50_000 : 0), 2)
                            .max(meter.refusesNegative() ? BigDecimal.ZERO : BigDecimal.valueOf(-1_000_000))
                            .toPlainString());
            data.put("name", "n" + random.nextInt(6));
            data.put("class", random.nextBoolean() ? "a" : "b");
            events.add(new UsageEvent(
                    "e" + i,
                    "s" + random.nextInt(2),
                    meter.eventTypes().getFirst(),
                    CUSTOMER,
                    at(
                            FIRST.minusDays(10).plusDays(random.nextInt(DAYS + 10)),
                            ZoneId.of("UTC"),
                            random.nextInt(86_400)),
                    data));
        }
        return events;
    }

    private static Instant at(LocalDate day, ZoneId zone, int seconds) {
        return day.atStartOfDay(zone).toInstant().plusSeconds(seconds);
    }
}
