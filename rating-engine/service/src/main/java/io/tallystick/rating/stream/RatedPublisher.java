package io.tallystick.rating.stream;

import io.tallystick.rating.app.Committed;
import io.tallystick.rating.app.PublishedLine;
import io.tallystick.rating.app.RatedLog;
import io.tallystick.rating.app.Rejection;
import io.tallystick.schemas.crash.CrashPoint;
import io.tallystick.schemas.rated.LinesCounted;
import io.tallystick.schemas.rated.Sealed;
import io.tallystick.schemas.topics.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.jboss.logging.Logger;

/**
 * Publishes what units of work have committed, in rounds: all lines of a round are acknowledged before its seals and its progress are
 * sent, and a line that changed many times between two rounds is sent once. A round is read whole or not at all, see {@link Rounds}.
 */
final class RatedPublisher implements RatedLog, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RatedPublisher.class);
    private static final long SAVE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Rounds rounds;
    private final int mostWaiting;
    private final long roundMillis;
    private final Consumer<Map<Integer, Long>> marks;
    private final LongSupplier nanoTime;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Integer, Waiting> waiting = new HashMap<>();
    private final Map<Integer, Long> published = new HashMap<>();
    private final Map<Integer, Session> sessions = new HashMap<>();
    private final Map<Integer, Long> unsaved = new HashMap<>();
    private long savedAtNanos;
    private int held;
    private boolean urgent;
    private boolean stopping;

    /**
     * A publisher that does not work yet.
     *
     * @param rounds the way to the log
     * @param mostWaiting lines in memory beyond which the owners wait
     * @param round shortest time between two rounds
     * @param marks keeps, for each partition, up to where everything is acknowledged
     * @param nanoTime a time that only grows
     */
    RatedPublisher(
            Rounds rounds, int mostWaiting, Duration round, Consumer<Map<Integer, Long>> marks, LongSupplier nanoTime) {
        this.rounds = rounds;
        this.mostWaiting = mostWaiting;
        this.roundMillis = round.toMillis();
        this.marks = marks;
        this.nanoTime = nanoTime;
        this.savedAtNanos = nanoTime.getAsLong();
        this.thread = Thread.ofPlatform().name("rating-publisher").daemon(true).unstarted(this::work);
    }

    void start() {
        thread.start();
    }

    /** The group has a new generation, in which we are this member; what is not ours any more was given up before. */
    void member(ConsumerGroupMetadata now) {
        rounds.member(now);
    }

    @Override
    public void awaitRoom() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (held >= mostWaiting && !stopping) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Outlet open(int partition) {
        Session session = new Session(partition);
        lock.lock();
        try {
            forget(partition);
            sessions.put(partition, session);
        } finally {
            lock.unlock();
        }
        return session;
    }

    /** The owner of a partition as long as it is the last that took it. */
    private final class Session implements Outlet {
        private final int partition;

        Session(int partition) {
            this.partition = partition;
        }

        @Override
        public void again(long since, Collection<PublishedLine> lines) {
            awaitCounted(partition);
            change(this, it -> it.again(since, lines));
        }

        @Override
        public void committed(Committed unit) {
            awaitCounted(partition);
            change(this, it -> {
                it.add(unit);
                urgent |= !unit.seals().isEmpty() || !unit.counts().isEmpty();
            });
        }

        @Override
        public void close() {
            lock.lock();
            try {
                if (sessions.remove(partition, this)) {
                    forget(partition);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Lines that were counted are published before any of them changes again; a count is rare and the next round is at hand. */
    private void awaitCounted(int partition) {
        lock.lock();
        try {
            while (!stopping
                    && waiting.containsKey(partition)
                    && waiting.get(partition).isCounted()) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void forget(int partition) {
        Waiting gone = waiting.remove(partition);
        held -= gone == null ? 0 : gone.size();
        published.remove(partition);
        changed.signalAll();
    }

    @Override
    public Optional<Long> publishedUpTo(int partition) {
        lock.lock();
        try {
            return Optional.ofNullable(published.get(partition));
        } finally {
            lock.unlock();
        }
    }

    /** Under the lock it is decided whether the owner is heard: one that lost its partition in between must not add to a new one's. */
    private void change(Session session, Consumer<Waiting> change) {
        lock.lock();
        try {
            if (sessions.get(session.partition) != session) {
                return;
            }
            Waiting it = waiting.computeIfAbsent(session.partition, _ -> new Waiting(session));
            held -= it.size();
            change.accept(it);
            held += it.size();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        boolean more = true;
        while (more) {
            try {
                more = awaitWork();
                round();
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException trouble) {
                LOG.warnf("Publishing is tried again: %s", trouble.getMessage());
                more = pause();
            }
        }
        save(true);
        rounds.abandon();
    }

    /** Waits until there is something to publish and the last round is long enough ago; false when it is the last time. */
    private boolean awaitWork() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && !stopping) {
                changed.await();
            }
            long left = TimeUnit.MILLISECONDS.toNanos(roundMillis);
            while (left > 0 && !stopping && !urgent && held < mostWaiting) {
                left = changed.awaitNanos(left);
            }
            urgent = false;
            return !stopping || !waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Publishes what waits, and tells what is acknowledged then. */
    void round() {
        ConsumerGroupMetadata as = rounds.member();
        Map<Integer, Waiting> round = take();
        if (round.isEmpty()) {
            return;
        }
        try {
            Producer<byte[], byte[]> producer = rounds.begin();
            int partitions =
                    producer.partitionsFor(Topic.USAGE_RATED.topicName()).size();
            CrashPoint.RATING_LINES_BEFORE_SEND.here();
            Sends lines = new Sends(producer);
            round.forEach((partition, it) -> sendLines(lines, partition, it));
            CrashPoint.RATING_LINES_AFTER_SEND.here();
            lines.await();
            CrashPoint.RATING_LINES_ACKNOWLEDGED.here();
            Sends marksAndSeals = new Sends(producer);
            round.values().forEach(it -> sendSealsAndProgress(marksAndSeals, it, partitions));
            CrashPoint.RATING_SEALS_AFTER_SEND.here();
            marksAndSeals.await();
            rounds.commit(as, nextOffsets(round));
            CrashPoint.RATING_SEALS_ACKNOWLEDGED.here();
            acknowledged(round);
        } catch (RuntimeException trouble) {
            giveBack(round);
            rounds.abandon();
            throw trouble;
        }
    }

    private static Map<Integer, Long> nextOffsets(Map<Integer, Waiting> round) {
        Map<Integer, Long> next = new HashMap<>();
        round.forEach((partition, it) -> next.put(partition, it.nextOffset()));
        return next;
    }

    private static void sendLines(Sends sends, int partition, Waiting it) {
        for (PublishedLine line : it.lines()) {
            sends.send(RatedRecords.line(line));
        }
        for (Rejection rejection : it.rejections()) {
            sends.send(RatedRecords.rejected(partition, rejection));
        }
    }

    private static void sendSealsAndProgress(Sends sends, Waiting it, int partitions) {
        for (int to = 0; to < partitions; to++) {
            for (Sealed sealed : it.seals()) {
                sends.send(RatedRecords.sealed(sealed, to));
            }
            for (LinesCounted counted : it.counts()) {
                sends.send(RatedRecords.counted(counted, to, partitions));
            }
            if (it.position() != null) {
                sends.send(RatedRecords.progress(it.position(), to));
            }
        }
    }

    private Map<Integer, Waiting> take() {
        lock.lock();
        try {
            Map<Integer, Waiting> round = new TreeMap<>(waiting);
            waiting.clear();
            held = 0;
            changed.signalAll();
            return round;
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(Map<Integer, Waiting> round) {
        lock.lock();
        try {
            round.forEach((partition, older) -> {
                if (isOfOwner(partition, older)) {
                    change(sessions.get(partition), it -> it.giveBack(older));
                }
            });
        } finally {
            lock.unlock();
        }
    }

    private boolean isOfOwner(int partition, Waiting it) {
        return it.owner() == sessions.get(partition);
    }

    private void acknowledged(Map<Integer, Waiting> round) {
        lock.lock();
        try {
            round.forEach((partition, it) -> {
                if (it.position() != null && isOfOwner(partition, it)) {
                    published.put(partition, it.position().nextOffset());
                    unsaved.put(partition, it.position().nextOffset());
                }
            });
        } finally {
            lock.unlock();
        }
        save(false);
    }

    /** The mark spares a new owner to publish everything again; once a second is often enough. */
    private void save(boolean now) {
        if (!unsaved.isEmpty() && (now || nanoTime.getAsLong() - savedAtNanos > SAVE_NANOS)) {
            savedAtNanos = nanoTime.getAsLong();
            marks.accept(Map.copyOf(unsaved));
            unsaved.clear();
        }
    }

    private boolean pause() {
        try {
            Thread.sleep(1_000);
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Publishes what is left, for at most ten seconds. */
    @Override
    public void close() {
        lock.lock();
        try {
            stopping = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            if (thread.isAlive() && !thread.join(Duration.ofSeconds(10))) {
                thread.interrupt();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
