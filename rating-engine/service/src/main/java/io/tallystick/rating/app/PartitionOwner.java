package io.tallystick.rating.app;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Works on one partition of the log, one unit of work after the other, each on whatever worker is free. It never loses a record and
 * never gives one up: a failure of the infrastructure is tried again for as long as the partition is ours.
 */
final class PartitionOwner {
    private static final long LONGEST_PAUSE_MILLIS = 10_000;
    private static final int BUSY_EIGHTH = 8;
    private static final int LONGEST_PAUSES = 8;
    private static final long OTHERS_MILLIS = 10;

    private final int partition;
    private final Crew crew;
    private final PartitionQueue queue;
    private final Continuity continuity;
    private final RatedLog.Outlet outlet;

    private PartitionWork work;
    private Position position;
    private int failures;
    private long lastUnitNanos;
    private long lastTookNanos;

    private boolean scheduled;
    private volatile boolean released;

    /**
     * What every owner works with.
     *
     * @param opener makes the work of a partition from the database
     * @param republisher publishes again what an earlier owner may not have published
     * @param log the log
     * @param rated where results go after the commit
     * @param workers who takes the turns
     * @param monitor what operators watch
     * @param limits sizes and pauses
     * @param owned how many partitions share the workers
     * @param underWay units of work that are being done
     */
    record Crew(
            Opener opener,
            Republisher republisher,
            UsageLog log,
            RatedLog rated,
            Workers workers,
            RatingMonitor monitor,
            RatingLimits limits,
            IntSupplier owned,
            AtomicInteger underWay) {}

    /** Takes a partition. */
    interface Opener {
        /** Its work, as the database knows it. */
        PartitionWork open(int partition);
    }

    PartitionOwner(int partition, Crew crew, Intake intake) {
        this.partition = partition;
        this.crew = crew;
        this.queue = new PartitionQueue(intake);
        this.continuity = new Continuity(partition, crew.log(), crew.monitor(), crew.workers());
        this.outlet = crew.rated().open(partition);
        this.lastUnitNanos = crew.workers().nanoTime() - crew.limits().pauseNanos();
    }

    /** Begins, even if no record arrives: what was not published goes out again. */
    void start() {
        schedule(0);
    }

    void offer(int size, Supplier<List<LogRecord>> records) {
        queue.add(size, records);
        schedule(0);
    }

    /** Stops after the unit of work that is under way; its commit is refused if somebody else is faster. */
    void release() {
        stop();
        outlet.close();
    }

    /** The same, but what is committed is still published. */
    void stop() {
        released = true;
        synchronized (this) {
            if (!scheduled) {
                queue.clear();
            }
        }
    }

    private synchronized void schedule(long millis) {
        if (!scheduled && !released) {
            scheduled = true;
            crew.workers().later(millis, this::turn);
        }
    }

    private void turn() {
        long pause = 0;
        try {
            if (!released) {
                pause = oneUnit();
                recovered();
            }
        } catch (InterruptedException stopped) {
            released = true;
            Thread.currentThread().interrupt();
        } catch (StaleOwnerException stale) {
            crew.monitor().fenced(stale);
            pause = forget();
        } catch (RuntimeException trouble) {
            crew.monitor().failed(partition, trouble);
            pause = forget();
        }
        synchronized (this) {
            scheduled = false;
            if (released) {
                queue.clear();
                return;
            }
        }
        if (!queue.isEmpty() || work == null) {
            schedule(pause);
        }
    }

    /** Does one unit of work; returns the milliseconds after which to look again. */
    private long oneUnit() throws InterruptedException {
        if (work == null) {
            work = crew.opener().open(partition);
            position = work.position().orElse(null);
            if (position != null) {
                crew.republisher().everything(position, outlet);
            }
        }
        LogRecord first = queue.first();
        if (first == null) {
            return 0;
        }
        if (position == null) {
            position = Position.unknown(partition, first.offset());
        }
        queue.dropBefore(position.nextOffset());
        first = queue.first();
        if (first == null) {
            return 0;
        }
        long missing = continuity.missing(position.nextOffset(), first.offset());
        if (missing != Continuity.NOTHING) {
            // Not everything: what is read again may stand in the queue already, behind what was read too early.
            queue.dropBehind(missing);
            return 0;
        }
        long early = tooEarlyMillis();
        if (early > 0) {
            return early;
        }
        if (!begin()) {
            return OTHERS_MILLIS;
        }
        try {
            crew.rated().awaitRoom();
            run(first);
        } finally {
            crew.underWay().decrementAndGet();
        }
        return 0;
    }

    /**
     * Small units are done one after the other, so that those of all partitions do not take all processors at the same time while
     * somebody waits for an answer. Large ones are done beside them, and so is a small one that has waited for others a quarter as long as for
     * itself: at a rate where the turns of all take longer than a pause, waiting for them would only make it late.
     */
    private boolean begin() {
        long pause = pauseNanos();
        boolean patient = isSmall() && sinceLastUnit() < pause + pause / 4;
        if (patient) {
            return crew.underWay().compareAndSet(0, 1);
        }
        crew.underWay().incrementAndGet();
        return true;
    }

    private void run(LogRecord first) throws InterruptedException {
        long start = crew.workers().nanoTime();
        Committed committed = switch (first) {
            case LogRecord.Control control -> work.control(position.over(holes(List.of(control))), control);
            case LogRecord.Usage _ -> {
                List<LogRecord.Usage> run = queue.usageRun(
                        crew.limits().unitRecords(crew.owned().getAsInt()),
                        crew.limits().cachedCustomers());
                yield work.usage(position.over(holes(run)), run);
            }
        };
        lastUnitNanos = start;
        lastTookNanos = crew.workers().nanoTime() - start;
        Duration took = Duration.ofNanos(lastTookNanos);
        crew.monitor().done(committed.position().ledger().minus(position.ledger()), took);
        publish(committed);
        position = committed.position();
        crew.log().done(partition, position.nextOffset());
        queue.dropBefore(position.nextOffset());
    }

    /** Positions up to the last of the records that the log leaves empty; that nothing is missing there was asked before. */
    private long holes(List<? extends LogRecord> records) {
        return records.getLast().offset() + 1 - position.nextOffset() - records.size();
    }

    private void publish(Committed committed) throws InterruptedException {
        if (!committed.complete()) {
            crew.republisher().lines(partition, position.nextOffset(), outlet);
        }
        outlet.committed(committed);
    }

    /**
     * A commit costs the same for one record and for thousands, and a line the same for one event and for hundreds: a small unit waits a
     * moment for more, the longer the more of the workers' time all partitions would take otherwise. A unit of 20 ms on each of twelve
     * partitions and three workers waits 640 ms, and leaves seven eighths of the workers' time to larger ones and to others. A control record
     * is a unit of work of its own, whatever comes after it, and waits for nothing: else a hundred thousand new customers took hours.
     */
    private long tooEarlyMillis() {
        if (!isSmall()) {
            return 0;
        }
        long left = pauseNanos() - sinceLastUnit();
        return left <= 0 ? 0 : left / 1_000_000 + 1;
    }

    /** Whether it may grow, and has not grown much yet. */
    private boolean isSmall() {
        return !queue.isCut() && queue.size() < crew.limits().unitRecords() / 4;
    }

    private long pauseNanos() {
        long share = lastTookNanos
                * BUSY_EIGHTH
                * crew.owned().getAsInt()
                / crew.limits().workers();
        long shortest = crew.limits().pauseNanos();
        return Math.clamp(share, shortest, LONGEST_PAUSES * shortest);
    }

    private long sinceLastUnit() {
        return crew.workers().nanoTime() - lastUnitNanos;
    }

    private long forget() {
        work = null;
        position = null;
        failures++;
        return Math.min(LONGEST_PAUSE_MILLIS, 50L << Math.min(failures, 10));
    }

    private void recovered() {
        if (failures > 0 && work != null) {
            failures = 0;
            crew.monitor().recovered(partition);
        }
    }
}
