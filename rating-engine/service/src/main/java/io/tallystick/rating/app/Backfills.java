package io.tallystick.rating.app;

import io.tallystick.rating.app.Backfill.Counts;
import io.tallystick.rating.app.Backfill.Decision;
import io.tallystick.rating.app.Backfill.Outcome;
import io.tallystick.rating.app.BackfillStore.Staged;
import io.tallystick.rating.app.Preview.Effect;
import io.tallystick.rating.app.Preview.LineChange;
import io.tallystick.rating.app.UsageQueries.Place;
import io.tallystick.schemas.problem.ProblemException;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Usage that is sent in afterwards as one unit: opened, sent through the door like all usage, previewed, and committed or reverted. A
 * decision is a fact with its author; each owner of a partition follows it when it reads the record that announces it.
 */
public final class Backfills {
    private static final int CONFLICT = 409;
    private static final int CUSTOMERS = 500;
    private static final int SHOWN = 1_000;

    private final BackfillStore store;
    private final Preview preview;
    private final Announcer announcer;
    private final ControlLog log;
    private final InstantSource clock;

    /** Backfills in {@code store}. */
    public Backfills(BackfillStore store, Preview preview, Announcer announcer, ControlLog log, InstantSource clock) {
        this.store = store;
        this.preview = preview;
        this.announcer = announcer;
        this.log = log;
        this.clock = clock;
    }

    /**
     * What is asked for.
     *
     * @param id a UUID that is made for it
     * @param name how people call it
     * @param reason why
     * @param customerId for one customer, or for all
     * @param author the access key that asks
     */
    public record Asked(String id, String name, String reason, Optional<String> customerId, String author) {}

    /**
     * What a commit would do.
     *
     * @param events how they would end
     * @param customers how many customers they are of
     * @param totals what the customers would pay more, by currency; negative if less
     * @param adjustments the part of it that corrects what a close holds already
     * @param lines lines that would change, a thousand at most
     * @param more lines beyond those
     */
    public record Forecast(
            Map<Disposition, Long> events,
            long customers,
            Map<String, BigDecimal> totals,
            Map<String, BigDecimal> adjustments,
            List<LineChange> lines,
            long more) {}

    /**
     * Opens a backfill. The same request again is the same backfill.
     *
     * @throws ProblemException 409 {@code backfill_exists} if another one has the name
     */
    public Backfill open(Asked asked) {
        int partitions = asked.customerId().isPresent() ? 1 : log.partitions();
        Backfill backfill = new Backfill(
                asked.id(),
                asked.name(),
                asked.reason(),
                asked.customerId(),
                asked.author(),
                clock.instant(),
                partitions,
                Optional.empty(),
                Counts.NONE);
        store.add(backfill);
        return store.backfill(asked.name())
                .filter(found -> found.reason().equals(asked.reason())
                        && found.customerId().equals(asked.customerId())
                        && found.author().equals(asked.author()))
                .orElseThrow(() -> ProblemException.of(
                        CONFLICT,
                        "backfill_exists",
                        "there is another backfill named \"" + asked.name() + "\"; give this one its own name"));
    }

    /** The backfill of an id or a name. */
    public Optional<Backfill> find(String idOrName) {
        return store.backfill(idOrName);
    }

    /** Backfills before {@code before}, the newest first. */
    public List<Backfill> list(String before, int limit) {
        return store.backfills(before, limit);
    }

    /** Its events that wait or were reverted, after a position. */
    public List<StagedEvent> events(Backfill backfill, Place after, int limit) {
        return store.events(backfill.id(), after, limit);
    }

    /** The same event in backfills. */
    List<Staged> staged(Identity identity) {
        return store.staged(identity);
    }

    /**
     * What a commit would do now; nothing is stored.
     *
     * @throws ProblemException 409 {@code backfill_not_open}
     */
    public Forecast preview(Backfill backfill) {
        mustBeOpen(backfill);
        Summing sum = new Summing();
        List<String> customers = store.customers(backfill.id(), "", CUSTOMERS);
        while (!customers.isEmpty()) {
            customers.forEach(customer -> sum.add(effect(backfill, customer, sum.events)));
            sum.customers += customers.size();
            customers = store.customers(backfill.id(), customers.getLast(), CUSTOMERS);
        }
        return new Forecast(sum.events, sum.customers, sum.totals, sum.adjustments, sum.lines, sum.more);
    }

    private Effect effect(Backfill backfill, String customer, Map<Disposition, Long> events) {
        return preview.of(customer, (unit, position) -> {
            BackfillUnit committing = new BackfillUnit(unit);
            committing.commit(backfill.id(), customer, position.nextOffset());
            committing.counts().forEach((disposition, count) -> events.merge(disposition, count, Long::sum));
            return Correction.APPLIED;
        });
    }

    /**
     * Commits or reverts. The same decision of the same author again is the same.
     *
     * @throws ProblemException 409 {@code backfill_not_open} if it is decided
     */
    public Backfill decide(Backfill backfill, Outcome outcome, String author) {
        if (!store.decide(backfill.id(), new Decision(outcome, author, clock.instant()))) {
            Backfill now = store.backfill(backfill.id()).orElseThrow();
            boolean same = now.decision()
                    .filter(decision ->
                            decision.outcome() == outcome && decision.author().equals(author))
                    .isPresent();
            if (!same) {
                throw notOpen(now);
            }
        }
        announcer.backfills();
        return store.backfill(backfill.id()).orElseThrow();
    }

    private static void mustBeOpen(Backfill backfill) {
        if (backfill.decision().isPresent()) {
            throw notOpen(backfill);
        }
    }

    private static ProblemException notOpen(Backfill backfill) {
        return ProblemException.of(
                CONFLICT,
                "backfill_not_open",
                "the backfill \"" + backfill.name() + "\" is " + backfill.state() + " since "
                        + backfill.decision().orElseThrow().at() + ", decided by "
                        + backfill.decision().orElseThrow().author());
    }

    /** The effects of all customers together. */
    private static final class Summing {
        private final Map<Disposition, Long> events = new EnumMap<>(Disposition.class);
        private final Map<String, BigDecimal> totals = new TreeMap<>();
        private final Map<String, BigDecimal> adjustments = new TreeMap<>();
        private final List<LineChange> lines = new ArrayList<>();
        private long customers;
        private long more;

        void add(Effect effect) {
            for (LineChange line : effect.lines()) {
                String currency = line.after().currency();
                totals.merge(currency, line.delta(), BigDecimal::add);
                if (line.isAdjustment()) {
                    adjustments.merge(currency, line.delta(), BigDecimal::add);
                }
                if (lines.size() < SHOWN) {
                    lines.add(line);
                } else {
                    more++;
                }
            }
        }
    }
}
