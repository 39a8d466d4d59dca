package io.tallystick.rating.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.time.BillingPeriod;
import io.tallystick.schemas.usage.UsageEvent;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DESIGN rules 5, 7 and 8 on lives of all kinds. A failure names the seed that replays it. */
class LinePropertyTest {
    private static final Instant END = Instant.parse("2026-07-20T03:03:03Z");
    private static final BillingPeriod ALL = new BillingPeriod(Instant.parse("2025-01-01T00:00:00Z"), END);
    private static final int ROUNDS = Integer.getInteger("tally.rounds", 20);

    @ParameterizedTest
    @ValueSource(longs = {20261101L, 7L})
    void any_order_any_split_and_any_repetition_of_events_give_the_same_bytes(long seed) {
        for (long round = seed; round < seed + ROUNDS; round++) {
            RandomLife life = new RandomLife(round);
            Subscription subscription = life.subscription("sub", 6);
            List<UsageEvent> events = life.events(120);
            Map<String, String> expected = fromTheGround(life, List.of(subscription), events);

            InMemoryRating rating = new InMemoryRating(RandomLife.CUSTOMER, life.catalogue(), life.rules());
            rating.changed(subscription, RandomLife.FIRST.atStartOfDay().toInstant(ZoneOffset.UTC));
            for (List<UsageEvent> batch : shuffledBatches(events, new Random(round))) {
                rating.batch(batch);
            }
            rating.due(END);

            assertSame(expected, bytes(rating.lines()), "seed " + round);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {20261101L, 7L})
    void late_usage_and_backdated_changes_cost_what_they_would_have_cost_in_time(long seed) {
        for (long round = seed; round < seed + ROUNDS; round++) {
            Random random = new Random(round);
            RandomLife life = new RandomLife(round);
            Subscription subscription = life.subscription("sub", 3);
            InMemoryRating rating = new InMemoryRating(RandomLife.CUSTOMER, life.catalogue(), life.rules());
            rating.changed(subscription, RandomLife.FIRST.atStartOfDay().toInstant(ZoneOffset.UTC));
            List<UsageEvent> events = life.events(120);
            Map<String, BigDecimal> sealed = new HashMap<>();
            Set<String> closed = new HashSet<>();
            int month = 1;
            for (List<UsageEvent> batch : shuffledBatches(events, random)) {
                rating.batch(batch);
                if (random.nextInt(4) == 0) {
                    subscription = life.changed(subscription);
                    rating.changed(subscription, RandomLife.FIRST.atStartOfDay().toInstant(ZoneOffset.UTC));
                }
                if (random.nextInt(5) == 0 && month < 7) {
                    month++;
                    for (RatedLine line : rating.seal(Instant.parse("2026-0%d-01T00:00:00Z".formatted(month)))) {
                        assertEquals(true, closed.add(line.id()), "closed twice, seed " + round);
                        sealed.put(line.id(), line.amount());
                    }
                }
            }
            rating.due(END);

            Map<String, RatedLine> now = new HashMap<>();
            rating.lines().forEach(line -> now.put(line.id(), line));
            sealed.forEach((id, amount) -> assertEquals(amount, now.get(id).amount(), "a sealed line changed"));
            assertSame(worth(drafts(life, List.of(subscription), events)), worth(rating.lines()), "seed " + round);
        }
    }

    @Test
    void a_change_that_changes_nothing_leaves_every_line_as_it_is() {
        RandomLife life = new RandomLife(3);
        Subscription subscription = life.subscription("sub", 0);
        InMemoryRating rating = new InMemoryRating(RandomLife.CUSTOMER, life.catalogue(), life.rules());
        rating.changed(subscription, END);
        rating.batch(life.events(100));
        Map<String, String> before = bytes(rating.lines());

        Fact.Start start = (Fact.Start) subscription.facts().getFirst();
        rating.changed(
                subscription.plus(new Fact.ToPlan(
                        start.at().plusSeconds(9_999_999), start.plan(), Fact.When.NOW, Optional.empty())),
                END);

        assertEquals(before, bytes(rating.lines()));
    }

    private static Map<String, String> fromTheGround(
            RandomLife life, List<Subscription> subscriptions, List<UsageEvent> events) {
        return bytes(drafts(life, subscriptions, events));
    }

    private static List<RatedLine> drafts(RandomLife life, List<Subscription> subscriptions, List<UsageEvent> events) {
        Timeline timeline = Timeline.of(RandomLife.CUSTOMER, subscriptions, life.catalogue());
        return GroundUp.lines(timeline, events, life.rules(), List.of(), ALL).lines().stream()
                .map(line -> line.rated(0, 0))
                .toList();
    }

    private static List<List<UsageEvent>> shuffledBatches(List<UsageEvent> events, Random random) {
        List<UsageEvent> shuffled = new ArrayList<>(events);
        Collections.shuffle(shuffled, random);
        List<List<UsageEvent>> batches = new ArrayList<>();
        int from = 0;
        while (from < shuffled.size()) {
            int to = Math.min(shuffled.size(), from + 1 + random.nextInt(20));
            // Every batch begins with some that were there before: a redelivery.
            int again = Math.max(0, from - random.nextInt(3));
            batches.add(shuffled.subList(again, to));
            from = to;
        }
        return batches;
    }

    private static Map<String, String> bytes(Iterable<RatedLine> lines) {
        Map<String, String> bytes = new TreeMap<>();
        lines.forEach(
                line -> bytes.put(line.id(), new String(Json.bytes(line.withRevision(0)), StandardCharsets.UTF_8)));
        return bytes;
    }

    /** Compares, and shows only what differs. */
    private static void assertSame(Map<String, String> expected, Map<String, String> actual, String said) {
        Map<String, String> missing = new TreeMap<>(expected);
        Map<String, String> surplus = new TreeMap<>(actual);
        missing.values().removeAll(actual.values());
        surplus.values().removeAll(expected.values());
        assertEquals(String.join("\n", missing.values()), String.join("\n", surplus.values()), said);
    }

    /** Original and corrections together; lines that are worth nothing on both sides are left out. */
    private static Map<String, String> worth(Iterable<RatedLine> lines) {
        Map<String, BigDecimal> amounts = new TreeMap<>();
        lines.forEach(line -> {
            String id = line.adjusts() == null ? line.id() : line.adjusts();
            amounts.merge(id, line.amount(), BigDecimal::add);
            amounts.merge(id + " exact", line.unroundedAmount(), BigDecimal::add);
            amounts.merge(id + " quantity", line.quantity(), BigDecimal::add);
        });
        amounts.values().removeIf(amount -> amount.signum() == 0);
        amounts.replaceAll((_, amount) -> amount.stripTrailingZeros());
        Map<String, String> texts = new TreeMap<>();
        amounts.forEach((id, amount) -> texts.put(id, id + " " + amount.toPlainString()));
        return texts;
    }
}
