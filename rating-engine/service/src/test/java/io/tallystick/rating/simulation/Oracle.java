package io.tallystick.rating.simulation;

import io.tallystick.rating.app.Correction;
import io.tallystick.rating.app.Disposition;
import io.tallystick.rating.app.LogRecord;
import io.tallystick.rating.model.Subscription;
import io.tallystick.schemas.control.ControlRecord;
import io.tallystick.schemas.control.ControlRecord.CustomerChanged;
import io.tallystick.schemas.control.ControlRecord.SealRequested;
import io.tallystick.schemas.control.ControlRecord.UsageCorrected;
import io.tallystick.schemas.id.Partition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * Says what must stand there, from the records of a partition in their order and nothing that rating has computed. It keeps every event
 * in a list and counts everything from the beginning each time. What it is told besides the log: the facts of subscriptions, and how
 * many of them a record that announces them has seen, because that depends on when it was read.
 */
final class Oracle {
    private final int partition;
    private final int partitions;
    private final Map<String, Subscription> subscriptions;
    private final Map<String, Correction> corrections;
    private final LongFunction<Map<String, Integer>> factsRead;

    private final List<Kept> kept = new ArrayList<>();
    private final Map<String, Life> lives = new TreeMap<>();
    private final Map<Share, Worth> billed = new HashMap<>();
    private final List<Close> closes = new ArrayList<>();
    private final Set<String> corrected = new HashSet<>();
    private final Map<Disposition, Long> repeated = new EnumMap<>(Disposition.class);
    private long received;
    private long control;
    private Instant sealedUntil;

    /** An event that was accepted, and what became of it. */
    static final class Kept {
        private final Sent sent;
        private Disposition end;

        Kept(Sent sent) {
            this.sent = sent;
        }

        Sent sent() {
            return sent;
        }

        boolean counts() {
            return end == null;
        }
    }

    /** What is billed together: a charge in a period. */
    record Share(String subscription, String charge, Instant start) {}

    /**
     * What a partition must answer to a close.
     *
     * @param id of the close
     * @param cutoff of it
     * @param previous cut-off of the close before, null for the first
     * @param received usage records before the barrier
     * @param dispositions what became of them
     * @param worth what is billed by it, adjustments included
     */
    record Close(
            String id,
            Instant cutoff,
            Instant previous,
            long received,
            Map<String, Long> dispositions,
            Map<Share, Worth> worth) {}

    Oracle(
            int partition,
            int partitions,
            Map<String, Subscription> subscriptions,
            Map<String, Correction> corrections,
            LongFunction<Map<String, Integer>> factsRead) {
        this.partition = partition;
        this.partitions = partitions;
        this.subscriptions = subscriptions;
        this.corrections = corrections;
        this.factsRead = factsRead;
    }

    void read(List<MemoryLog.Entry> log) {
        for (MemoryLog.Entry entry : log) {
            switch (entry.record()) {
                case LogRecord.Usage _ -> usage(entry.sent());
                case LogRecord.Control record -> control(record);
            }
        }
    }

    private void usage(Sent sent) {
        received++;
        if (!sent.sound() || !isHere(sent.customer())) {
            repeated.merge(Disposition.REJECTED, 1L, Long::sum);
            return;
        }
        Kept first = find(sent);
        if (first == null) {
            kept.add(new Kept(sent));
        } else {
            Disposition again = first.sent.equals(sent) ? Disposition.DUPLICATE : Disposition.CONFLICT;
            repeated.merge(again, 1L, Long::sum);
        }
    }

    private Kept find(Sent sent) {
        for (Kept one : kept) {
            if (one.sent.isSame(sent)) {
                return one;
            }
        }
        return null;
    }

    private void control(LogRecord.Control record) {
        boolean isUsage = false;
        // What else there is says that time has passed, or is never sent here.
        switch (record.command()) {
            case CustomerChanged changed -> changed(changed.customerId(), factsRead.apply(record.offset()));
            case SealRequested request -> seal(request);
            case UsageCorrected made -> isUsage = correct(corrections.get(made.correctionId()));
            case ControlRecord _ -> {}
        }
        control += isUsage ? 0 : 1;
    }

    private void changed(String customer, Map<String, Integer> facts) {
        facts.forEach((id, count) -> lives.put(
                id, new Life(id, customer, subscriptions.get(id).facts().subList(0, count))));
    }

    /** Whether the record has brought an event, and is usage itself. */
    private boolean correct(Correction made) {
        if (!corrected.add(made.id())) {
            return false;
        }
        Sent named = new Sent(
                true,
                made.event().customerId(),
                made.event().source(),
                made.event().id(),
                "",
                Instant.EPOCH,
                null,
                "");
        Kept event = find(named);
        if (event == null || !event.counts()) {
            return false;
        }
        if (made.kind() == Correction.Kind.VOID) {
            event.end = Disposition.VOIDED;
            return false;
        }
        Sent other = Replacements.sent(made.replacement().orElseThrow());
        if (find(other) != null) {
            return false;
        }
        event.end = Disposition.SUPERSEDED;
        kept.add(new Kept(other));
        received++;
        return true;
    }

    private void seal(SealRequested request) {
        if (closes.stream().anyMatch(close -> close.id().equals(request.closeId()))) {
            return;
        }
        Map<Share, Worth> due = worth(request.cutoff(), true);
        Map<Share, Worth> worth = differences(due);
        due.forEach(billed::put);
        worth.keySet().stream().filter(share -> !due.containsKey(share)).forEach(billed::remove);
        closes.add(new Close(request.closeId(), request.cutoff(), sealedUntil, received, dispositions(), worth));
        sealedUntil = request.cutoff();
    }

    private Map<Share, Worth> differences(Map<Share, Worth> now) {
        Map<Share, Worth> worth = new LinkedHashMap<>();
        now.forEach((share, all) -> worth.put(share, all.minus(billed.getOrDefault(share, Worth.NOTHING))));
        billed.forEach((share, before) -> {
            if (!now.containsKey(share)) {
                worth.put(share, Worth.NOTHING.minus(before));
            }
        });
        return worth;
    }

    /** What every share is worth whose time has come by {@code upTo}: billable by then, or only begun. */
    private Map<Share, Worth> worth(Instant upTo, boolean billable) {
        Map<Share, Worth> worth = new LinkedHashMap<>();
        for (Life life : lives.values()) {
            for (int period = 0; life.has(period) && !life.start(period).isAfter(upTo); period++) {
                for (String charge : life.charges(period)) {
                    boolean inAdvance = charge.equals("fee");
                    Instant due = inAdvance ? life.start(period) : life.start(period + 1);
                    if (!billable || !due.isAfter(upTo)) {
                        worth.put(
                                new Share(life.id(), charge, life.start(period)), Worth.of(life, period, charge, kept));
                    }
                }
            }
        }
        return worth;
    }

    /** Facts and corrections of this partition's customers that no record of the log has brought. */
    List<String> untold() {
        List<String> untold = new ArrayList<>();
        subscriptions.forEach((id, subscription) -> {
            Life life = lives.get(id);
            int told = life == null ? 0 : life.facts().size();
            if (isHere(subscription.customerId()) && told < subscription.facts().size()) {
                untold.add(id);
            }
        });
        corrections.forEach((id, made) -> {
            if (isHere(made.event().customerId()) && !corrected.contains(id)) {
                untold.add(id);
            }
        });
        return untold;
    }

    private boolean isHere(String customer) {
        return Partition.of(customer, partitions) == partition;
    }

    List<Close> closes() {
        return closes;
    }

    /** What is begun by {@code upTo} and in no close yet. */
    Map<Share, Worth> open(Instant upTo) {
        return differences(worth(upTo, false));
    }

    List<Kept> kept() {
        return kept;
    }

    long received() {
        return received;
    }

    long control() {
        return control;
    }

    /** How an event ends, given what its customer has subscribed to. */
    Disposition disposition(Kept event) {
        if (event.end != null) {
            return event.end;
        }
        Sent sent = event.sent;
        boolean isCharged = Life.isFailedCall(sent) || lives.values().stream().anyMatch(life -> life.charges(sent));
        return isCharged ? Disposition.RATED : Disposition.UNMATCHED;
    }

    /** How many records ended how, by the word on the wire. */
    Map<String, Long> dispositions() {
        Map<String, Long> counts = new TreeMap<>();
        for (Disposition disposition : Disposition.values()) {
            counts.put(disposition.code(), repeated.getOrDefault(disposition, 0L));
        }
        kept.forEach(event -> counts.merge(disposition(event).code(), 1L, Long::sum));
        return counts;
    }
}
