package io.tallystick.rating.app;

import io.tallystick.rating.app.EventReader.Read;
import io.tallystick.rating.app.EventReader.Refused;
import io.tallystick.rating.app.EventReader.Sound;
import io.tallystick.rating.model.Attributed;
import io.tallystick.rating.model.Contribution;
import io.tallystick.rating.model.Point;
import io.tallystick.rating.model.SeriesKey;
import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.usage.ReasonCode;
import io.tallystick.schemas.usage.Refusal;
import io.tallystick.schemas.usage.RefusedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The unit of work of a run of usage records. */
final class UsageUnit {
    private final RatingUnit unit;
    private final long changedAt;
    private final Map<Disposition, Long> counts = new EnumMap<>(Disposition.class);
    private final List<Rejection> rejections = new ArrayList<>();
    private final List<Repeat> repeats = new ArrayList<>();
    private final Map<String, List<StagedEvent>> staged = new LinkedHashMap<>();
    private final Map<String, Optional<BackfillPlace>> backfills = new HashMap<>();

    UsageUnit(RatingUnit unit) {
        this.unit = unit;
        this.changedAt = -1;
    }

    /**
     * A unit of work that takes records which came earlier.
     *
     * @param changedAt position of the record that has them taken: the lines that they change are changed there
     */
    UsageUnit(RatingUnit unit, long changedAt) {
        this.unit = unit;
        this.changedAt = changedAt;
    }

    private long changedAt(Candidate candidate) {
        return changedAt < 0 ? candidate.offset() : changedAt;
    }

    /**
     * An event that is accepted, and whose it is.
     *
     * @param held whether its identity was among the recent
     */
    private record Accepted(Sound sound, CustomerBook customer, boolean held) {}

    /** The first event of its identity in the run, and what it belongs to. */
    private record Candidate(Sound sound, CustomerBook customer, boolean held, Attributed attributed) {
        long offset() {
            return sound.record().offset();
        }

        Disposition disposition() {
            return Disposition.of(attributed);
        }

        NewEvent row() {
            return new NewEvent(
                    sound.event(),
                    sound.identity(),
                    sound.record().receivedAt(),
                    offset(),
                    disposition(),
                    attributed.reason());
        }
    }

    Committed run(Position from, List<Read> run) {
        take(from.partition(), run);
        List<PublishedLine> lines = unit.settle();
        if (!rejections.isEmpty()) {
            unit.tx().addRejections(from.partition(), rejections);
        }
        LogRecord.Usage last = run.getLast().record();
        Position to = from.after(last.offset(), last.receivedAt(), Ledger.ofUsage(counts));
        unit.tx().move(from, to);
        return Committed.of(to, lines).with(rejections, List.of());
    }

    /**
     * Takes records that were rejected before.
     *
     * @return how the ledger changes: fewer are rejected
     */
    Ledger again(int partition, List<Read> run) {
        take(partition, run);
        Set<Long> still = rejections.stream().map(Rejection::offset).collect(Collectors.toSet());
        List<Long> gone = run.stream()
                .map(read -> read.record().offset())
                .filter(offset -> !still.contains(offset))
                .toList();
        unit.tx().mended(partition, changedAt, gone);
        return Ledger.ofUsage(counts).minus(Ledger.ofUsage(Map.of(Disposition.REJECTED, (long) run.size())));
    }

    private void take(int partition, List<Read> run) {
        unit.know(customers(run));
        List<Accepted> accepted = accept(partition, run);
        List<Candidate> candidates = candidates(accepted);
        Map<Long, Candidate> repeated = keep(partition, candidates);
        repeatsOfKept(repeated.values());
        List<Candidate> fresh = repeated.isEmpty()
                ? candidates
                : candidates.stream()
                        .filter(candidate -> !repeated.containsKey(candidate.offset()))
                        .toList();
        countFresh(fresh);
        apply(fresh);
        countAgainstLimits(fresh);
        staged.forEach(unit.tx().backfills()::stage);
        if (!repeats.isEmpty()) {
            unit.tx().addRepeats(partition, repeats);
        }
    }

    /** Keeps what is new; returns the others, whose identity an earlier unit of work has kept, by their offset. */
    private Map<Long, Candidate> keep(int partition, List<Candidate> candidates) {
        List<NewEvent> believedNew = new ArrayList<>(candidates.size());
        List<NewEvent> doubtful = new ArrayList<>();
        Map<Long, Candidate> asked = new LinkedHashMap<>();
        Set<Long> notHeld = new HashSet<>();
        for (Candidate candidate : candidates) {
            if (!candidate.held() && !unit.recent().isWary()) {
                believedNew.add(candidate.row());
                continue;
            }
            doubtful.add(candidate.row());
            asked.put(candidate.offset(), candidate);
            if (!candidate.held()) {
                notHeld.add(candidate.offset());
            }
        }
        if (!believedNew.isEmpty()) {
            unit.tx().addNewEvents(partition, believedNew);
        }
        if (!doubtful.isEmpty()) {
            unit.tx().addEvents(partition, doubtful).forEach(asked::remove);
        }
        if (!Collections.disjoint(notHeld, asked.keySet())) {
            unit.recent().surprised();
        }
        return asked;
    }

    private void countFresh(List<Candidate> fresh) {
        long rated = 0;
        for (Candidate candidate : fresh) {
            rated += candidate.disposition() == Disposition.RATED ? 1 : 0;
        }
        count(Disposition.RATED, rated);
        count(Disposition.UNMATCHED, fresh.size() - rated);
    }

    private static Set<String> customers(List<Read> run) {
        Set<String> customers = new LinkedHashSet<>();
        for (Read read : run) {
            if (read instanceof Sound sound) {
                customers.add(sound.event().customerId());
            }
        }
        return customers;
    }

    /** The events that stand in the right partition and that a meter takes; the others are rejected. */
    private List<Accepted> accept(int partition, List<Read> run) {
        List<Accepted> accepted = new ArrayList<>(run.size());
        for (Read read : run) {
            switch (read) {
                case Refused refused -> reject(refused);
                case Sound sound -> {
                    CustomerBook customer = unit.customer(sound.event().customerId());
                    Refusal refusal = refusal(sound, customer);
                    if (refusal == null && sound.event().backfill().isPresent()) {
                        stage(partition, sound);
                    } else if (refusal == null) {
                        accepted.add(new Accepted(sound, customer, unit.recent().holdsOrTakes(sound.identity())));
                    } else {
                        reject(new Refused(sound.record(), refusal));
                    }
                }
            }
        }
        return accepted;
    }

    private Refusal refusal(Sound sound, CustomerBook customer) {
        if (!customer.isHere()) {
            return Refusal.of(
                    ReasonCode.WRONG_PARTITION,
                    "/subject",
                    "the record of customer \"" + sound.event().customerId() + "\" stands in partition "
                            + unit.place().partition() + "; its key must be the customer id");
        }
        try {
            unit.catalog().rules().check(sound.event());
        } catch (RefusedException refused) {
            return refused.refusal();
        }
        Optional<String> backfill = sound.event().backfill();
        return backfill.isEmpty()
                ? null
                : BackfillPlace.refusal(backfill(backfill.get()), sound.event()).orElse(null);
    }

    private Optional<BackfillPlace> backfill(String id) {
        return backfills.computeIfAbsent(
                id, asked -> unit.tx().backfills().place(asked, unit.place().partition()));
    }

    /** It is received and waits; its repetitions are told apart when the backfill is committed. */
    private void stage(int partition, Sound sound) {
        LogRecord.Usage record = sound.record();
        staged.computeIfAbsent(sound.event().backfill().orElseThrow(), _ -> new ArrayList<>())
                .add(new StagedEvent(
                        partition, record.offset(), Identity.of(sound.event()), record.receivedAt(), record.event()));
        count(Disposition.UNMATCHED, 1);
    }

    private void reject(Refused refused) {
        rejections.add(refused.rejection());
        count(Disposition.REJECTED, 1);
    }

    /** Attributes the first event of every identity; what follows it in the run is a repetition. */
    private List<Candidate> candidates(List<Accepted> accepted) {
        Set<Hash128> doubtful = doubtful(accepted);
        Map<Hash128, Sound> firsts = HashMap.newHashMap(doubtful.size());
        List<Candidate> candidates = new ArrayList<>(accepted.size());
        List<Sound> again = new ArrayList<>();
        for (Accepted one : accepted) {
            Sound sound = one.sound();
            if (!doubtful.contains(sound.identity()) || firsts.putIfAbsent(sound.identity(), sound) == null) {
                Attributed attributed = unit.attribute(
                        one.customer(),
                        sound.event(),
                        sound.identity(),
                        unit.catalog().rules());
                // A replay is somebody's decision: what it finds is not held.
                candidates.add(new Candidate(
                        sound,
                        one.customer(),
                        one.held(),
                        changedAt < 0 ? unit.unlessHeld(one.customer(), attributed) : attributed));
            } else {
                again.add(sound);
            }
        }
        sameRun = new SameRun(firsts, again);
        return candidates;
    }

    /**
     * The identities that may stand in the run more than once. Whoever repeats another of the run is held since that one was taken; if so
     * much lies between them that it is forgotten, the unique key refuses both, and then nothing is believed.
     */
    private Set<Hash128> doubtful(List<Accepted> accepted) {
        boolean wary = unit.recent().isWary();
        Set<Hash128> doubtful = new HashSet<>();
        for (Accepted one : accepted) {
            if (wary || one.held()) {
                doubtful.add(one.sound().identity());
            }
        }
        return doubtful;
    }

    private SameRun sameRun = new SameRun(Map.of(), List.of());

    /** The first event of each identity that is not known to be new, and those that repeat one of them. */
    private record SameRun(Map<Hash128, Sound> firsts, List<Sound> again) {}

    /** Compares repetitions with what is kept: the event of an earlier unit of work, or the first of this run. */
    private void repeatsOfKept(Collection<Candidate> ofEarlierUnits) {
        List<Sound> repeated = new ArrayList<>();
        ofEarlierUnits.forEach(candidate -> repeated.add(candidate.sound()));
        Map<Identity, Hash128> kept = repeated.isEmpty()
                ? Map.of()
                : unit.tx()
                        .contents(repeated.stream()
                                .map(sound -> Identity.of(sound.event()))
                                .toList());
        int ofEarlier = repeated.size();
        repeated.addAll(sameRun.again());
        for (int i = 0; i < repeated.size(); i++) {
            Sound sound = repeated.get(i);
            Identity identity = Identity.of(sound.event());
            Hash128 first = kept.get(identity);
            if (first == null && i >= ofEarlier) {
                Sound before = sameRun.firsts().get(sound.identity());
                first = Identity.of(before.event()).equals(identity) ? before.content() : null;
            }
            // The key knows an identity by a hash: another one with the same hash is no duplicate, and is kept and
            // shown.
            boolean same = sound.content().equals(first);
            Disposition disposition = same ? Disposition.DUPLICATE : Disposition.CONFLICT;
            LogRecord.Usage record = sound.record();
            repeats.add(new Repeat(
                    record.offset(), identity, disposition, record.receivedAt(), same ? null : record.event()));
            count(disposition, 1);
        }
    }

    private void apply(List<Candidate> fresh) {
        Map<String, List<Point>> points = new LinkedHashMap<>();
        Set<SeriesKey> touched = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Candidate candidate : fresh) {
            List<Point> ofEvent = candidate.attributed().points();
            if (!ofEvent.isEmpty()) {
                points.computeIfAbsent(candidate.sound().event().customerId(), _ -> new ArrayList<>())
                        .addAll(ofEvent);
            }
            for (Contribution contribution : contributions(candidate)) {
                touched.add(contribution.series());
            }
        }
        unit.read(touched.stream().map(SeriesKey::period).collect(Collectors.toSet()));
        if (!points.isEmpty()) {
            unit.tx().addPoints(points);
        }
        Set<SeenValue> values = newValues(fresh);
        for (Candidate candidate : fresh) {
            fold(candidate, values);
        }
    }

    private void countAgainstLimits(List<Candidate> fresh) {
        LimitCounting counting = new LimitCounting(unit);
        for (Candidate candidate : fresh) {
            counting.take(
                    candidate.customer(),
                    candidate.sound().event(),
                    candidate.sound().record().receivedAt());
        }
        counting.settle();
    }

    private void fold(Candidate candidate, Set<SeenValue> values) {
        CustomerBook customer = candidate.customer();
        List<Contribution> contributions = contributions(candidate);
        List<Point> points = candidate.attributed().points();
        if (!contributions.isEmpty() && customer.isDue(contributions.getFirst().at())) {
            unit.open(customer, contributions.getFirst().at(), changedAt(candidate));
        }
        for (Contribution contribution : contributions) {
            Optional<String> value = contribution.uniqueValue();
            boolean isNew = value.isPresent() && values.remove(seen(contribution, value.get()));
            unit.fold(contribution, isNew, changedAt(candidate));
            if (!points.isEmpty()) {
                unit.remember(contribution.series(), points);
            }
        }
        for (Point point : points) {
            unit.reach(customer, point, !contributions.isEmpty(), changedAt(candidate));
        }
    }

    /** The values that no event of an earlier unit of work had; the first event of this one that has it makes it count. */
    private Set<SeenValue> newValues(List<Candidate> fresh) {
        Set<SeenValue> asked = new LinkedHashSet<>();
        for (Candidate candidate : fresh) {
            for (Contribution contribution : contributions(candidate)) {
                if (contribution.uniqueValue().isPresent()) {
                    askFor(contribution, contribution.uniqueValue().get(), asked);
                }
            }
        }
        return asked.isEmpty() ? asked : new LinkedHashSet<>(unit.tx().addValues(asked));
    }

    private void askFor(Contribution contribution, String value, Set<SeenValue> asked) {
        PeriodBook book = unit.period(contribution.series().period());
        if (!book.hasSeen(contribution.series(), value)) {
            asked.add(seen(contribution, value));
            book.saw(contribution.series(), value);
        }
    }

    private static SeenValue seen(Contribution contribution, String value) {
        return new SeenValue(
                contribution.series().period().customerId(),
                contribution.series().id(),
                value);
    }

    private static List<Contribution> contributions(Candidate candidate) {
        return switch (candidate.attributed()) {
            case Attributed.Charged charged -> charged.contributions();
            case Attributed.NotChargeable _, Attributed.Unmatched _ -> List.of();
        };
    }

    private void count(Disposition disposition, long events) {
        counts.merge(disposition, events, Long::sum);
    }
}
