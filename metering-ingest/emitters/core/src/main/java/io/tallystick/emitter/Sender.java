package io.tallystick.emitter;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The thread that brings events from the spool to the log: in order, in batches, again until each is settled. */
final class Sender implements Runnable {
    private static final int MOST_BYTES = 1 << 20;
    private static final long LOOK_FOR_ORPHANS_NANOS = Duration.ofMinutes(1).toNanos();

    private final Spool own;
    private final MeterSettings settings;
    private final Transport transport;
    private final Ledger ledger;
    private final Backoff backoff;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Deque<Orphan> orphans = new ArrayDeque<>();
    private long orphansLookedForAt;
    private int most;

    Sender(Spool own, MeterSettings settings, Transport transport, Ledger ledger, Backoff backoff) {
        this.own = own;
        this.settings = settings;
        this.transport = transport;
        this.ledger = ledger;
        this.backoff = backoff;
        this.most = settings.batchEvents();
        findOrphans();
    }

    /** What a process has left that is no more. */
    private record Orphan(SpoolFolder folder, Spool spool) {}

    @Override
    public void run() {
        try {
            while (!closing.await(settings.linger().toMillis(), TimeUnit.MILLISECONDS)) {
                if (System.nanoTime() - orphansLookedForAt > LOOK_FOR_ORPHANS_NANOS) {
                    findOrphans();
                }
                deliver(Long.MAX_VALUE);
            }
            deliver(System.nanoTime() + settings.closing().toNanos());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            transport.close();
            orphans.forEach(Sender::close);
        }
    }

    /** Asks it to end: it tries once more to deliver what waits. */
    void close() {
        closing.countDown();
    }

    private void deliver(long deadline) throws InterruptedException {
        while (!orphans.isEmpty() && empty(orphans.getFirst().spool(), deadline)) {
            close(orphans.removeFirst());
        }
        empty(own, deadline);
    }

    /** Sends until nothing waits; false if time ran out or the disk fails. */
    private boolean empty(Spool spool, long deadline) throws InterruptedException {
        while (true) {
            List<byte[]> batch;
            try {
                batch = spool.peek(most, MOST_BYTES);
                if (batch.isEmpty()) {
                    return true;
                }
                Optional<Duration> wait = settle(spool, batch, transport.send(batch));
                if (wait.isPresent() && rests(wait.get(), deadline)) {
                    return false;
                }
            } catch (IOException broken) {
                ledger.sent(Optional.of("the spool cannot be read or marked: " + broken));
                return false;
            }
        }
    }

    /** Waits; true if the meter closes meanwhile for the first time, or no time is left. */
    private boolean rests(Duration wait, long deadline) throws InterruptedException {
        if (deadline == Long.MAX_VALUE) {
            return closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        }
        long left = deadline - System.nanoTime();
        if (left <= wait.toNanos()) {
            return true;
        }
        Thread.sleep(wait.toMillis());
        return false;
    }

    /** Settles what the answer settles; how long to wait before the next attempt, if it does not settle. */
    private Optional<Duration> settle(Spool spool, List<byte[]> batch, Transport.Answer answer) throws IOException {
        if (answer instanceof Transport.Later later) {
            ledger.sent(Optional.of(later.reason()));
            Duration wait = backoff.afterFailure();
            return Optional.of(
                    later.after().filter(asked -> asked.compareTo(wait) > 0).orElse(wait));
        }
        backoff.afterSuccess();
        if (answer instanceof Transport.Unfit unfit) {
            ledger.sent(Optional.of(unfit.reason()));
            if (batch.size() > 1) {
                most = batch.size() / 2;
                return Optional.empty();
            }
            giveUp(spool, batch, List.of(new Transport.Refused(0, unfit.reason())));
        } else {
            ledger.sent(Optional.empty());
            giveUp(spool, batch, ((Transport.Taken) answer).refused());
        }
        most = settings.batchEvents();
        return Optional.empty();
    }

    private void giveUp(Spool spool, List<byte[]> batch, List<Transport.Refused> refused) throws IOException {
        for (Transport.Refused one : refused) {
            spool.keepRefused(batch.get(one.index()), one.reason());
        }
        spool.settle(batch);
        ledger.settled(batch.size() - refused.size(), refused.size());
    }

    private void findOrphans() {
        orphansLookedForAt = System.nanoTime();
        List<SpoolFolder> found = new ArrayList<>();
        try {
            found.addAll(SpoolFolder.claimOrphans(settings.spool()));
            for (SpoolFolder folder : found) {
                Spool spool = new Spool(folder.path(), settings.spoolBytes());
                ledger.recovered(spool.recovered());
                orphans.addLast(new Orphan(folder, spool));
            }
        } catch (IOException unreadable) {
            ledger.sent(Optional.of("a spool that was left cannot be read: " + unreadable));
        }
    }

    private static void close(Orphan orphan) {
        try {
            orphan.spool().close();
            orphan.folder().close();
        } catch (IOException ignored) {
            // It stays on the disk; the next process finds it.
        }
    }
}
