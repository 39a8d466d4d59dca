package io.tallystick.rating.simulation;

import io.tallystick.rating.app.Announcer;
import io.tallystick.rating.app.Correction;
import io.tallystick.rating.app.Identity;
import io.tallystick.rating.app.PriceLanguageRefused;
import io.tallystick.rating.app.SubscriptionStore.StoredSubscription;
import io.tallystick.rating.app.Subscriptions;
import io.tallystick.rating.model.Fact;
import io.tallystick.rating.model.SubscriptionRefused;
import io.tallystick.schemas.control.ControlRecord.PeriodsDue;
import io.tallystick.schemas.control.ControlRecord.SealRequested;
import io.tallystick.schemas.id.Partition;
import io.tallystick.schemas.usage.UsageEvent;
import io.tallystick.testkit.simulation.Crash;
import io.tallystick.testkit.simulation.Fate;
import io.tallystick.testkit.simulation.Trouble;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Everybody outside: senders of usage, operators who begin, change and correct, and the service that closes months. */
final class Traffic {
    private static final List<String> CUSTOMERS = List.of("ada", "bob", "cy", "dora", "eve");
    private static final List<String> TYPES = List.of("sim.call", "sim.model", "sim.bytes", "sim.level");
    private static final List<String> SOURCES = List.of("s1", "s2");
    private static final List<String> TEXTS = List.of("ok", "ok", "ok", "error");
    private static final int MOST_SUBSCRIPTIONS = 4;

    private final Fate fate;
    private final MemoryLog log;
    private final MemorySubscriptions stored;
    private final MemoryCorrections corrections;
    private final Subscriptions subscriptions;
    private final Announcer announcer;
    private final InstantSource clock;
    private final List<String> customers;
    private final List<Sent> sent = new ArrayList<>();
    private Instant cutoff = Instant.parse("2026-12-01T00:00:00Z");
    private int closes;
    private int sealing;
    private int subscriptionCount;
    private int eventCount;
    private int correctionCount;

    Traffic(
            Fate fate,
            MemoryLog log,
            MemorySubscriptions stored,
            MemoryCorrections corrections,
            Subscriptions subscriptions,
            Announcer announcer,
            InstantSource clock) {
        this.fate = fate;
        this.log = log;
        this.stored = stored;
        this.corrections = corrections;
        this.subscriptions = subscriptions;
        this.announcer = announcer;
        this.clock = clock;
        this.customers = CUSTOMERS.subList(0, 1 + fate.below(CUSTOMERS.size()));
    }

    /** Does something in the name of somebody who only notes that it failed. */
    private void attempt(String what, Runnable work) {
        try {
            fate.as(() -> true, work);
        } catch (Trouble | Crash | SubscriptionRefused | PriceLanguageRefused failed) {
            fate.note(what + " failed");
        }
    }

    /** An event: a new one, one that was sent before, or another one with a name that was used. */
    void send() {
        Sent event = sent.isEmpty() || !fate.oneIn(4) ? fresh() : repeated(fate.oneOf(sent));
        int own = Partition.of(event.customer(), log.partitions());
        int partition = fate.oneIn(40) ? fate.below(log.partitions()) : own;
        sent.add(event);
        attempt("sending", () -> log.send(partition, event));
    }

    private Sent repeated(Sent before) {
        return fate.oneIn(3) ? content(before.customer(), before.source(), before.id()) : before;
    }

    private Sent fresh() {
        return content(fate.oneOf(customers), fate.oneOf(SOURCES), "e" + ++eventCount);
    }

    private Sent content(String customer, String source, String id) {
        String type = fate.oneIn(40) ? "sim.unknown" : fate.oneOf(TYPES);
        boolean sound = !fate.oneIn(40) && !type.equals("sim.unknown");
        String text = type.equals("sim.call") ? fate.oneOf(TEXTS) : "t" + fate.below(3);
        return new Sent(sound, customer, source, id, type, time(), BigDecimal.valueOf(fate.below(2_000), 1), text);
    }

    /** Mostly lately, sometimes long ago, and often at the edge of a period. */
    private Instant time() {
        Instant now = clock.instant();
        Instant at = now.minusSeconds(fate.oneIn(3) ? fate.below(50 * 86_400) : fate.below(3 * 86_400))
                .plusSeconds(3_600);
        if (fate.oneIn(4)) {
            int day = fate.oneIn(2) ? 1 : day(fate.below(MOST_SUBSCRIPTIONS));
            Instant edge = at.atOffset(ZoneOffset.UTC)
                    .toLocalDate()
                    .withDayOfMonth(day)
                    .atStartOfDay()
                    .toInstant(ZoneOffset.UTC);
            at = edge.plusNanos(1_000L * (fate.below(3) - 1));
            if (at.isAfter(now.plusSeconds(80_000))) {
                at = now;
            }
        }
        return at;
    }

    /** Another subscription begins, at the start of a day of the past or of the future. */
    void begin() {
        if (subscriptionCount == MOST_SUBSCRIPTIONS) {
            return;
        }
        int number = subscriptionCount++;
        int month = 10 + fate.below(2);
        String start = "2026-" + month + "-" + (day(number) < 10 ? "0" : "") + day(number) + "T00:00:00Z";
        String body = "{\"id\":\"s-" + number + "\",\"customerId\":\"" + fate.oneOf(customers)
                + "\",\"plan\":{\"key\":\"" + plan() + "\"},\"start\":\"" + start + "\"}";
        attempt("begin", () -> subscriptions.begin(body, "none", Optional.empty()));
    }

    private static int day(int number) {
        return 1 + number * 9;
    }

    private String plan() {
        return fate.oneIn(2) ? "basic" : "pro";
    }

    /** A subscription goes to another plan at the end of a period, or ends there; also in the past. */
    void change() {
        List<StoredSubscription> all = List.copyOf(stored.all());
        if (all.isEmpty()) {
            return;
        }
        StoredSubscription one = fate.oneOf(all);
        List<Fact> facts = one.subscription().facts();
        if (facts.getLast() instanceof Fact.Cancel) {
            return;
        }
        Instant at = facts.getFirst().at().plus(Duration.ofDays(1 + fate.below(100)));
        String what = fate.oneIn(4) ? "\"cancel\":true" : "\"plan\":{\"key\":\"" + plan() + "\"}";
        String body = "{\"at\":\"" + at + "\",\"effective\":\"PERIOD_END\"," + what + "}";
        attempt("change", () -> subscriptions.change(one.subscription().id(), body, Optional.empty()));
    }

    /** An event is taken back, or another takes its place. */
    void correct() {
        if (sent.isEmpty()) {
            return;
        }
        Sent event = fate.oneOf(sent);
        boolean amend = fate.oneIn(2);
        String id = new UUID(7, ++correctionCount).toString();
        Correction made = new Correction(
                id,
                amend ? Correction.Kind.AMEND : Correction.Kind.VOID,
                new Identity(event.customer(), event.source(), event.id()),
                "simulated",
                "operator",
                clock.instant(),
                amend ? Optional.of(replacement(event)) : Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty());
        corrections.add(made, Optional.empty());
        attempt("announcing", announcer::corrections);
    }

    private UsageEvent replacement(Sent event) {
        Sent other = content(event.customer(), event.source(), fate.oneIn(10) ? event.id() : "r" + correctionCount);
        Sent sound = new Sent(
                true,
                other.customer(),
                other.source(),
                other.id(),
                other.type().equals("sim.unknown") ? "sim.bytes" : other.type(),
                other.at(),
                other.value(),
                other.text());
        return Replacements.event(sound);
    }

    /** Announces what waits for it. */
    void announce() {
        attempt("announcing", () -> {
            announcer.subscriptions();
            announcer.corrections();
        });
    }

    boolean hasAnnouncedAll(MemoryStore store) {
        return stored.all().stream().allMatch(StoredSubscription::announced)
                && corrections.all().stream()
                        .allMatch(made ->
                                made.announced() || store.outcome(made.id()).isPresent());
    }

    /** The next barrier of the close that is under way, or the first of the next one; sometimes one that was written before. */
    void close() {
        if (clock.instant().isBefore(cutoff)) {
            return;
        }
        SealRequested request = new SealRequested("close-" + closes, cutoff);
        boolean again = sealing > 0 && fate.oneIn(4);
        int partition = again ? fate.below(sealing) : sealing;
        attempt("barrier", () -> {
            log.append(partition, request);
            if (!again && ++sealing == log.partitions()) {
                sealing = 0;
                closes++;
                cutoff = monthsAfter(cutoff, fate.oneIn(4) ? 2 : 1);
            }
        });
    }

    boolean isSealing() {
        return sealing > 0;
    }

    private static Instant monthsAfter(Instant instant, int months) {
        return instant.atOffset(ZoneOffset.UTC).plusMonths(months).toInstant();
    }

    /** Says to a partition that time has passed. */
    void due(int partition, Instant asOf) {
        attempt("due", () -> log.append(partition, new PeriodsDue(asOf)));
    }
}
