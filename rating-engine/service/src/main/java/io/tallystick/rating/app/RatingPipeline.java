package io.tallystick.rating.app;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The partitions that this instance owns, and the way of polled records to their owners. */
public final class RatingPipeline {
    private final PartitionOwner.Crew crew;
    private final Intake intake;
    private final Map<Integer, PartitionOwner> owners = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    /**
     * A pipeline that owns nothing yet.
     *
     * @param store where results are kept
     * @param catalog what events are rated by
     * @param log where records come from
     * @param rated where results are published
     * @param monitor what operators watch
     * @param limits sizes and pauses
     */
    public RatingPipeline(
            RatingStore store,
            Catalog catalog,
            UsageLog log,
            RatedLog rated,
            RatingMonitor monitor,
            RatingLimits limits) {
        this(store, catalog, log, rated, monitor, limits, new WorkerThreads(limits.workers()));
    }

    /**
     * The same with other workers than threads of its own.
     *
     * @param workers who takes the turns of the partitions, and what time it is
     */
    public RatingPipeline(
            RatingStore store,
            Catalog catalog,
            UsageLog log,
            RatedLog rated,
            RatingMonitor monitor,
            RatingLimits limits,
            Workers workers) {
        PartitionOwner.Opener opener = partition -> new PartitionRating(
                store, catalog, new RatingUnit.PartitionPlace(partition, log.partitions()), limits, monitor);
        this.crew = new PartitionOwner.Crew(
                opener,
                new Republisher(store, rated),
                log,
                rated,
                workers,
                monitor,
                limits,
                owners::size,
                new AtomicInteger());
        this.intake = new Intake(() -> limits.heldRecords(owners.size()));
    }

    /** Takes partitions; what an earlier owner of them may not have published goes out again. */
    public void assigned(Collection<Integer> partitions) {
        for (int partition : partitions) {
            if (!stopped) {
                owners.computeIfAbsent(partition, this::owner).start();
            }
        }
    }

    /** Gives partitions up. */
    public void revoked(Collection<Integer> partitions) {
        for (int partition : partitions) {
            PartitionOwner owner = owners.remove(partition);
            if (owner != null) {
                owner.release();
            }
        }
    }

    /**
     * Takes records of one partition, in the order of the log; returns at once.
     *
     * @return done when there is room for more records
     */
    public CompletionStage<Void> offer(int partition, int size, Supplier<List<LogRecord>> records) {
        CompletionStage<Void> room = intake.take(size);
        PartitionOwner owner = stopped ? null : owners.computeIfAbsent(partition, this::owner);
        if (owner == null) {
            intake.release(size);
        } else {
            owner.offer(size, records);
        }
        return room;
    }

    /** The partitions that are owned. */
    public Collection<Integer> partitions() {
        return List.copyOf(owners.keySet());
    }

    /** Records that were read and are not done. */
    public long held() {
        return intake.held();
    }

    /**
     * Lets the units of work that are under way come to their end and begins no others.
     *
     * @return whether all of them ended within {@code seconds}
     */
    public boolean stop(int seconds) throws InterruptedException {
        stopped = true;
        owners.values().forEach(PartitionOwner::stop);
        return crew.workers().drain(seconds);
    }

    private PartitionOwner owner(int partition) {
        return new PartitionOwner(partition, crew, intake);
    }
}
