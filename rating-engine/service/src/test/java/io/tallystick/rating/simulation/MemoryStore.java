package io.tallystick.rating.simulation;

import io.tallystick.rating.app.Position;
import io.tallystick.rating.app.PublishedLine;
import io.tallystick.rating.app.RatingStore;
import io.tallystick.rating.app.RatingTransaction;
import io.tallystick.rating.app.Rejection;
import io.tallystick.rating.app.StoredLine;
import io.tallystick.schemas.rated.Sealed;
import io.tallystick.testkit.simulation.Fate;
import io.tallystick.testkit.simulation.Fault;
import io.tallystick.testkit.simulation.Trouble;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The tables of rating in memory, with the isolation of PostgreSQL's {@code READ COMMITTED}: a transaction sees what is committed and
 * what it wrote itself, holds the lock of its partition, and is all or nothing.
 */
final class MemoryStore implements RatingStore {
    /** Few, so that lines are read back in pages. */
    private static final int PAGE = 5;

    private static final Comparator<PublishedLine> IN_ORDER = Comparator.<PublishedLine, java.time.Instant>comparing(
                    line -> line.line().billableAt())
            .thenComparing(line -> line.line().customerId())
            .thenComparing(line -> line.line().id());

    private final Fate fate;
    private final Set<Bug> bugs;
    private final Shard[] shards;
    private final MemoryTransaction[] locks;
    private final long[] published;
    private final List<MemoryTransaction> late = new ArrayList<>();
    private final MemorySubscriptions subscriptions;
    private final MemoryCorrections corrections;
    private final Map<List<Long>, Map<String, Integer>> factsRead = new HashMap<>();

    MemoryStore(Fate fate, Set<Bug> bugs, int partitions, MemorySubscriptions subscriptions, MemoryCorrections made) {
        this.fate = fate;
        this.bugs = bugs;
        this.subscriptions = subscriptions;
        this.corrections = made;
        this.shards = new Shard[partitions];
        Arrays.setAll(shards, _ -> new Shard());
        this.locks = new MemoryTransaction[partitions];
        this.published = new long[partitions];
    }

    Fate fate() {
        return fate;
    }

    boolean has(Bug bug) {
        return bugs.contains(bug);
    }

    MemorySubscriptions subscriptions() {
        return subscriptions;
    }

    MemoryCorrections corrections() {
        return corrections;
    }

    int partitions() {
        return shards.length;
    }

    /** The committed rows of a partition. */
    Shard shard(int partition) {
        return shards[partition];
    }

    /** How many facts of each subscription the committed unit of work of a record has read. */
    Map<String, Integer> factsRead(int partition, long offset) {
        return factsRead.getOrDefault(List.of((long) partition, offset), Map.of());
    }

    /** What became of a correction. */
    Optional<String> outcome(String correction) {
        return Arrays.stream(shards)
                .map(shard -> shard.outcomes.get(correction))
                .filter(java.util.Objects::nonNull)
                .findFirst();
    }

    void lock(int partition, MemoryTransaction by) {
        if (locks[partition] != null && locks[partition] != by) {
            fate.counted(Fault.LOCK_HELD);
            throw new Trouble(Fault.LOCK_HELD, "lock");
        }
        locks[partition] = by;
    }

    @Override
    public <T> T transaction(Function<RatingTransaction, T> work) {
        fate.step("begin");
        MemoryTransaction tx = new MemoryTransaction(this);
        boolean later = false;
        T result;
        try {
            result = work.apply(tx);
            fate.step("before the commit");
            if (fate.strikes(Fault.COMMIT_FAILED, 25)) {
                if (has(Bug.TORN_COMMIT)) {
                    tx.writeHalf();
                }
                throw new Trouble(Fault.COMMIT_FAILED, "commit");
            }
            if (fate.strikes(Fault.COMMIT_LATER, 25)) {
                later = true;
                late.add(tx);
                throw new Trouble(Fault.COMMIT_LATER, "commit");
            }
            commit(tx);
        } finally {
            if (!later) {
                release(tx);
            }
        }
        if (fate.strikes(Fault.COMMIT_ANSWER_LOST, 25)) {
            throw new Trouble(Fault.COMMIT_ANSWER_LOST, "commit");
        }
        fate.step("after the commit");
        return result;
    }

    /** Whether a commit is under way that nobody waits for any more. */
    boolean hasLateCommits() {
        return !late.isEmpty();
    }

    /** The database comes to the end of a commit that nobody waits for any more. */
    void landLateCommit() {
        MemoryTransaction tx = late.removeFirst();
        try {
            commit(tx);
        } finally {
            release(tx);
        }
    }

    private void commit(MemoryTransaction tx) {
        Optional<Position> moved = tx.commit(shards);
        moved.ifPresent(to -> {
            fate.note("committed up to", to.partition(), to.nextOffset());
            factsRead.put(List.of((long) to.partition(), to.nextOffset() - 1), tx.factsRead());
        });
    }

    private void release(MemoryTransaction tx) {
        for (int i = 0; i < locks.length; i++) {
            if (locks[i] == tx) {
                locks[i] = null;
            }
        }
    }

    @Override
    public <T> T snapshot(Function<RatingTransaction, T> work) {
        throw new UnsupportedOperationException("nobody asks for a snapshot here");
    }

    @Override
    public Optional<Position> position(int partition) {
        fate.step("position");
        return Optional.ofNullable(shards[partition].position);
    }

    @Override
    public List<Position> positions() {
        return Arrays.stream(shards)
                .map(shard -> shard.position)
                .filter(java.util.Objects::nonNull)
                .toList();
    }

    @Override
    public long publishedUpTo(int partition) {
        fate.step("published up to");
        return published[partition];
    }

    @Override
    public void savePublished(Map<Integer, Long> nextOffsets) {
        fate.step("save published");
        nextOffsets.forEach((partition, next) -> published[partition] = Math.max(published[partition], next));
    }

    /** The mark is set too early, which is a mistake. */
    void savePublishedTooEarly(int partition, long next) {
        published[partition] = Math.max(published[partition], next);
    }

    @Override
    public List<PublishedLine> linesChangedSince(int partition, long offset, Optional<PublishedLine> after) {
        fate.step("lines changed since");
        return shards[partition].lines.values().stream()
                .map(StoredLine::line)
                .filter(line -> line.line().revision() > offset)
                .filter(line -> after.isEmpty() || IN_ORDER.compare(line, after.get()) > 0)
                .sorted(IN_ORDER)
                .limit(PAGE)
                .toList();
    }

    @Override
    public List<Rejection> rejectionsSince(int partition, long offset) {
        fate.step("rejections since");
        return shards[partition].rejections.values().stream()
                .filter(rejection -> rejection.offset() >= offset)
                .toList();
    }

    @Override
    public List<Sealed> sealsSince(int partition, long offset) {
        fate.step("seals since");
        return shards[partition].seals.values().stream()
                .filter(seal -> seal.offset() >= offset)
                .sorted(Comparator.comparingLong(Sealed::offset))
                .toList();
    }
}
