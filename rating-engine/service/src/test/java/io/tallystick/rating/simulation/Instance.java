package io.tallystick.rating.simulation;

import io.tallystick.rating.app.Catalog;
import io.tallystick.rating.app.Committed;
import io.tallystick.rating.app.LogRecord;
import io.tallystick.rating.app.PublishedLine;
import io.tallystick.rating.app.RatedLog;
import io.tallystick.rating.app.RatingLimits;
import io.tallystick.rating.app.RatingPipeline;
import io.tallystick.rating.app.UsageLog;
import io.tallystick.rating.app.Workers;
import io.tallystick.rating.stream.StepwisePublisher;
import io.tallystick.testkit.simulation.Crash;
import io.tallystick.testkit.simulation.Fate;
import io.tallystick.testkit.simulation.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** One process: the real pipeline and the real publisher, whose turns and rounds are taken when the scheduler says so. */
final class Instance implements UsageLog, Workers {
    /** Few, so that owners forget. */
    private static final int RECENT_EVENTS = 20;

    private final int number;
    private final Fate fate;
    private final MemoryLog log;
    private final MemoryGroup group;
    private final String id;
    private final Optional<String> fixedName;
    private final LongSupplier nanoTime;
    private final boolean gapsIgnored;
    private final List<Runnable> turns = new ArrayList<>();
    private final Map<Integer, Long> reading = new TreeMap<>();
    private final Map<Integer, Long> taken = new TreeMap<>();
    private final Map<Integer, Long> done = new TreeMap<>();
    private final RatingPipeline pipeline;
    private final StepwisePublisher publisher;
    private boolean alive = true;
    private boolean publishing;
    private int busy;

    /** What all processes share. */
    record Surroundings(
            Fate fate,
            Catalog catalog,
            MemoryLog log,
            RatedTopics rated,
            MemoryStore store,
            MemoryGroup group,
            Watch watch,
            LongSupplier nanoTime) {}

    Instance(int number, int life, Surroundings around) {
        this.number = number;
        this.id = number + "-" + life;
        this.fixedName = around.fate().oneIn(2) ? Optional.of("the " + number) : Optional.empty();
        this.fate = around.fate();
        this.log = around.log();
        this.group = around.group();
        this.nanoTime = around.nanoTime();
        this.gapsIgnored = around.store().has(Bug.GAP_TAKEN_FOR_A_HOLE);
        this.publisher =
                new StepwisePublisher(around.rated()::client, around.store()::savePublished, around.nanoTime());
        this.pipeline = new RatingPipeline(
                around.store(),
                around.catalog(),
                this,
                new Handover(around.store()),
                around.watch(),
                new RatingLimits(
                        1,
                        1 + fate.below(8),
                        1_000,
                        Duration.ZERO,
                        1 + fate.below(3),
                        1 + fate.below(40),
                        RECENT_EVENTS),
                this);
    }

    int number() {
        return number;
    }

    boolean isAlive() {
        return alive;
    }

    /** Whether it is in the middle of something, so that it cannot end before that has. */
    boolean isBusy() {
        return busy > 0;
    }

    boolean believesToOwn(int partition) {
        return reading.containsKey(partition);
    }

    /** The partitions that it believes to own. */
    List<Integer> owned() {
        return List.copyOf(reading.keySet());
    }

    boolean hasTurns() {
        return !turns.isEmpty();
    }

    /** The process is gone. */
    void die() {
        alive = false;
        turns.clear();
    }

    private void during(String what, Runnable work) {
        fate.note(what, number, History.NONE);
        busy++;
        try {
            fate.as(() -> alive, work);
        } catch (Crash crash) {
            die();
        } finally {
            busy--;
        }
    }

    /** Learns that the group has a new generation. */
    void join() {
        publisher.member(group.member(id, fixedName));
    }

    /** Takes a partition; reads from {@code offset} on. */
    void assign(int partition, long offset) {
        fate.note("assigned from", partition, offset);
        reading.put(partition, offset);
        taken.put(partition, offset);
        during("taking", () -> pipeline.assigned(List.of(partition)));
    }

    /** Learns that somebody else owns the partition. */
    void revoke(int partition) {
        reading.remove(partition);
        done.remove(partition);
        during("giving up", () -> pipeline.revoked(List.of(partition)));
    }

    /** Reads a few records of a partition. */
    void poll(int partition, int limit) {
        long from = reading.get(partition);
        List<LogRecord> records = log.read(partition, from, limit);
        if (!records.isEmpty()) {
            fate.note("polled", partition, from);
            reading.put(partition, records.getLast().offset() + 1);
            var _ = pipeline.offer(partition, records.size(), () -> records);
        }
    }

    boolean hasRead(int partition) {
        return reading.get(partition) >= log.end(partition);
    }

    /** One of the turns that wait. */
    void turn() {
        int which = fate.below(turns.size());
        Runnable turn = turns.get(which);
        turns.set(which, turns.getLast());
        turns.removeLast();
        during("turn of", turn);
    }

    /** One round of the publisher. */
    void publish() {
        if (publishing) {
            return;
        }
        publishing = true;
        during("round of", () -> {
            try {
                publisher.round();
            } catch (RuntimeException triedAgain) {
                fate.note(String.valueOf(triedAgain.getMessage()));
            }
        });
        publishing = false;
    }

    /** Tells the group what is done. */
    void commitOffsets() {
        done.forEach((partition, next) -> {
            if (reading.containsKey(partition)) {
                group.done(partition, next);
            }
        });
        done.clear();
    }

    @Override
    public long firstReadable(int partition, long offset) {
        fate.step("first readable");
        return log.firstAt(partition, gapsIgnored ? taken.getOrDefault(partition, offset) : offset);
    }

    @Override
    public long beginning(int partition) {
        fate.step("beginning");
        return 0;
    }

    @Override
    public int partitions() {
        return log.partitions();
    }

    @Override
    public void seek(int partition, long offset) {
        fate.step("seek");
        if (reading.containsKey(partition)) {
            reading.put(partition, offset);
        }
    }

    @Override
    public void done(int partition, long nextOffset) {
        fate.step("done");
        done.put(partition, nextOffset);
    }

    @Override
    public void later(long millis, Runnable turn) {
        if (alive) {
            turns.add(turn);
        }
    }

    @Override
    public long nanoTime() {
        return nanoTime.getAsLong();
    }

    @Override
    public boolean drain(int seconds) {
        turns.clear();
        return true;
    }

    /** The way from the owners to the publisher. */
    private final class Handover implements RatedLog {
        private final MemoryStore store;

        Handover(MemoryStore store) {
            this.store = store;
        }

        @Override
        public void awaitRoom() throws InterruptedException {
            fate.step("room");
            publisher.awaitRoom();
        }

        @Override
        public Outlet open(int partition) {
            Outlet real = publisher.open(partition);
            return new Outlet() {
                @Override
                public void again(long since, Collection<PublishedLine> lines) {
                    fate.step("hand over again");
                    real.again(since, lines);
                }

                @Override
                public void committed(Committed unit) {
                    fate.step("hand over");
                    real.committed(unit);
                    if (store.has(Bug.MARKED_BEFORE_ACKNOWLEDGED)) {
                        store.savePublishedTooEarly(partition, unit.position().nextOffset());
                    }
                }

                @Override
                public void close() {
                    real.close();
                }
            };
        }

        @Override
        public Optional<Long> publishedUpTo(int partition) {
            return publisher.publishedUpTo(partition);
        }
    }
}
