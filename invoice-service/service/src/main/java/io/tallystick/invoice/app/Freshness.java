package io.tallystick.invoice.app;

import io.smallrye.mutiny.Uni;
import io.tallystick.schemas.id.Partition;
import io.tallystick.schemas.rated.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * Where the log ended, and how far that is rated and collected. Those who ask at the same time share one answer; one that is asked for again
 * and again is made anew before it is a tenth of a second old, so that nobody waits for it. A log that takes its time is waited
 * for a moment, and then the answer is an older one, of at most a second: it says of when it is.
 */
final class Freshness {
    private static final Duration RENEWED = Duration.ofMillis(50);
    private static final Duration KEPT = Duration.ofMillis(100);
    private static final Duration OLDEST = Duration.ofSeconds(1);

    private final UsageLog log;
    private final SpendStore store;
    private final InstantSource clock;
    private final Duration patience;
    private volatile Known latest = new Known(new UsageLog.Ends(Instant.EPOCH, Map.of()), Map.of());
    private Uni<Known> underWay;

    /** Waits for {@code patience} where an older answer would do. */
    Freshness(UsageLog log, SpendStore store, InstantSource clock, Duration patience) {
        this.patience = patience;
        this.log = log;
        this.store = store;
        this.clock = clock;
    }

    /**
     * The ends of the log, and the progress that was read after them: lines that are read later still hold all of it.
     *
     * @param ends where each partition ended, and when
     * @param progress by partition
     */
    record Known(UsageLog.Ends ends, Map<Integer, Progress> progress) {
        Known {
            progress = Map.copyOf(progress);
        }

        Instant at() {
            return ends.at();
        }

        /** Records in the customer's partition that are received and not rated yet. */
        long underWay(String customerId) {
            int partition = partition(customerId);
            Progress rated = progress.get(partition);
            return Math.max(0, ends.offsets().getOrDefault(partition, 0L) - (rated == null ? 0 : rated.offset()));
        }

        /** The receipt of the last record in the customer's partition that is rated; null before the first. */
        Instant ratedUntil(String customerId) {
            Progress rated = progress.get(partition(customerId));
            return rated == null ? null : rated.receivedAt();
        }

        private int partition(String customerId) {
            return Partition.of(customerId, Math.max(1, ends.offsets().size()));
        }
    }

    Uni<Known> known() {
        Known kept = latest;
        Duration age = Duration.between(kept.at(), clock.instant());
        if (!age.isNegative() && age.compareTo(RENEWED) < 0) {
            return Uni.createFrom().item(kept);
        }
        Uni<Known> newer = renewed();
        if (age.isNegative() || age.compareTo(OLDEST) >= 0) {
            return newer;
        }
        if (age.compareTo(KEPT) >= 0) {
            return newer.ifNoItem().after(patience).fail().onFailure().recoverWithItem(kept);
        }
        // Whoever finds it too old is told the failure.
        newer.subscribe().with(_ -> {}, _ -> {});
        return Uni.createFrom().item(kept);
    }

    private synchronized Uni<Known> renewed() {
        if (underWay == null) {
            underWay = log.ends()
                    .chain(ends -> store.progress().map(progress -> new Known(ends, progress)))
                    .onItem()
                    .invoke(found -> latest = found)
                    .onTermination()
                    .invoke(this::done)
                    .memoize()
                    .indefinitely();
        }
        return underWay;
    }

    private synchronized void done() {
        underWay = null;
    }
}
