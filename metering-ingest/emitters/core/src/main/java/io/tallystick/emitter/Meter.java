package io.tallystick.emitter;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What a server tells its usage. Telling is one append to a file on the local disk: no network, no wait. From then on the event
 * survives the end of the process and is delivered, by this process or by the next with the same spool folder, until
 * metering-ingest has acknowledged it. An event that is sent twice is counted once, because its id is made here and kept.
 *
 * <pre>{@code
 * Meter meter = Meter.to(URI.create("http://localhost:8080"), key, "//mcp.acme.example/weather");
 * meter.record(Hosting.storage("acme", 2_500_000_000L, "standard"));
 * }</pre>
 *
 * <p>May be used by any number of threads. Ends by itself with the JVM.
 */
public final class Meter implements Closeable {
    private static final long RESERVE_FOR_GAPS = 1 << 20;
    private static final int IDENTITIES_KEPT = 10_000;
    private static final long TELL_GAPS_EVERY_NANOS = 1_000_000_000;

    private final InstantSource clock;
    private final Uuid7 ids;
    private final EventWriter writer;
    private final SpoolFolder folder;
    private final Spool spool;
    private final Ledger ledger = new Ledger();
    private final Gaps gaps = new Gaps();
    private final Set<String> identities = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > IDENTITIES_KEPT;
        }
    });
    private final Sender sender;
    private final Thread sending;
    private final long syncMillis;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread atTheEnd;
    private volatile boolean closed;

    private Meter(String source, Transport transport, MeterSettings settings, InstantSource clock) throws IOException {
        SecureRandom random = new SecureRandom();
        this.clock = clock;
        this.ids = new Uuid7(clock, random);
        this.writer = new EventWriter(source);
        this.folder = SpoolFolder.claim(settings.spool());
        this.spool = new Spool(folder.path(), settings.spoolBytes());
        ledger.recovered(spool.recovered());
        Backoff backoff =
                new Backoff(settings.shortestRetry(), settings.longestRetry(), new SplittableRandom(random.nextLong()));
        this.sender = new Sender(spool, settings, transport, ledger, backoff);
        this.sending = daemon(sender, "tallystick-sender");
        this.syncMillis = settings.sync().toMillis();
        this.atTheEnd = new Thread(this::end, "tallystick-end");
        Runtime.getRuntime().addShutdownHook(atTheEnd);
        sending.start();
        daemon(this::keep, "tallystick-keeper").start();
    }

    /**
     * A meter with the default settings.
     *
     * @param ingest where metering-ingest is, such as {@code http://localhost:8080}
     * @param key access key of the role {@code ingest}
     * @param source the name of this server in its events, such as {@code //mcp.acme.example/weather}
     * @throws UncheckedIOException if there is no place for the spool: then nothing could be promised
     */
    public static Meter to(URI ingest, String key, String source) {
        return to(ingest, key, source, MeterSettings.DEFAULT);
    }

    /** A meter with these settings; otherwise as {@link #to(URI, String, String)}. */
    public static Meter to(URI ingest, String key, String source, MeterSettings settings) {
        return over(new HttpTransport(ingest, key), source, settings, InstantSource.system());
    }

    /**
     * A meter with a transport of its own.
     *
     * @param transport closed with the meter
     * @param clock tells when something was used
     */
    public static Meter over(Transport transport, String source, MeterSettings settings, InstantSource clock) {
        try {
            return new Meter(source, transport, settings, clock);
        } catch (IOException nowhere) {
            throw new UncheckedIOException("no spool in " + settings.spool(), nowhere);
        }
    }

    /**
     * Records usage at this moment. Never throws and never waits for the network.
     *
     * @return true if the event is in the spool (or its identity was recorded before); false if it was dropped, which is counted
     *     and told by a gap event
     */
    public boolean record(Usage usage) {
        Optional<String> identity = usage.id().map(id -> usage.customer() + '\n' + id);
        if (identity.isPresent() && isRepeated(identity.get())) {
            return true;
        }
        Instant now = clock.instant();
        String reason = "spool_full";
        try {
            if (!closed && append(usage, now, 0)) {
                return true;
            }
        } catch (IOException broken) {
            reason = "spool_failed";
        } catch (IllegalArgumentException unwritable) {
            reason = "unwritable";
        }
        identity.ifPresent(this::forget);
        ledger.dropped();
        gaps.add(usage, now, closed ? "closed" : reason);
        return false;
    }

    /** Where every event is at this moment. */
    public Delivery delivery() {
        return ledger.snapshot();
    }

    /** Delivers what waits, as long as the settings allow, and ends; the rest stays in the spool for the next start. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atTheEnd);
        } catch (IllegalStateException alreadyEnding) {
            // The hook does the same.
        }
        end();
    }

    private synchronized void end() {
        if (closed) {
            return;
        }
        tellGaps();
        closed = true;
        closing.countDown();
        sender.close();
        try {
            sending.join();
            spool.close();
            folder.close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException ignored) {
            // What was appended is on the disk; the next process opens it.
        }
    }

    private boolean isRepeated(String identity) {
        synchronized (identities) {
            return !identities.add(identity);
        }
    }

    private void forget(String identity) {
        synchronized (identities) {
            identities.remove(identity);
        }
    }

    private boolean append(Usage usage, Instant at, long reserve) throws IOException {
        String id = usage.id().orElseGet(() -> ids.next().toString());
        if (!spool.append(writer.write(usage, id, at), reserve)) {
            return false;
        }
        ledger.spooled();
        return true;
    }

    /** Syncs what was spooled, and tells gaps, until the meter closes. */
    private void keep() {
        try {
            long toldAt = System.nanoTime();
            while (!closing.await(syncMillis, TimeUnit.MILLISECONDS)) {
                sync();
                if (System.nanoTime() - toldAt > TELL_GAPS_EVERY_NANOS) {
                    tellGaps();
                    toldAt = System.nanoTime();
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void sync() {
        try {
            spool.sync();
        } catch (IOException unsafe) {
            ledger.sent(Optional.of("the spool cannot be synced: " + unsafe));
        }
    }

    private void tellGaps() {
        for (Usage gap : gaps.take()) {
            try {
                if (!closed && append(gap, clock.instant(), RESERVE_FOR_GAPS)) {
                    continue;
                }
            } catch (IOException stillBroken) {
                // Told as soon as the disk takes it.
            }
            gaps.putBack(gap);
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
