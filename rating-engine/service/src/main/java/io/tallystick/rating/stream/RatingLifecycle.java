package io.tallystick.rating.stream;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.tallystick.rating.app.Announcer;
import io.tallystick.rating.app.CorrectionStore;
import io.tallystick.rating.app.PlanMigrations;
import io.tallystick.rating.app.Position;
import io.tallystick.rating.app.RatingMonitor;
import io.tallystick.rating.app.RatingPipeline;
import io.tallystick.rating.app.RatingStore;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Starts and stops the pipeline, and does what is to be done from time to time: tells the group what is done, announces what could not
 * be announced, says that time has passed, and measures.
 */
@Singleton
class RatingLifecycle {
    private static final Logger LOG = Logger.getLogger(RatingLifecycle.class);
    private static final Duration DUE_EVERY = Duration.ofHours(1);
    private static final int DRAIN_SECONDS = 20;

    private final RatingPipeline pipeline;
    private final RatedPublisher publisher;
    private final KafkaUsageLog usage;
    private final KafkaControlLog control;
    private final KafkaClientService clients;
    private final Announcer announcer;
    private final RatingStore store;
    private final CorrectionStore corrections;
    private final RatingMonitor monitor;
    private final InstantSource clock;
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("rating-ticks").daemon(true).factory());
    private final ScheduledExecutorService migrating = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("rating-migrations").daemon(true).factory());
    private final PlanMigrations migrations;
    private final Map<Integer, Instant> saidDue = new HashMap<>();

    RatingLifecycle(
            RatingPipeline pipeline,
            RatedPublisher publisher,
            KafkaUsageLog usage,
            KafkaControlLog control,
            KafkaClientService clients,
            Announcer announcer,
            PlanMigrations migrations,
            RatingStore store,
            CorrectionStore corrections,
            RatingMonitor monitor,
            InstantSource clock) {
        this.pipeline = pipeline;
        this.publisher = publisher;
        this.usage = usage;
        this.control = control;
        this.clients = clients;
        this.announcer = announcer;
        this.migrations = migrations;
        this.store = store;
        this.corrections = corrections;
        this.monitor = monitor;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        publisher.start();
        every(1_000, "committing offsets", () -> usage.commit(false));
        every(1_000, "saying that time has passed", this::sayDue);
        every(2_000, "announcing", this::announce);
        every(5_000, "measuring", this::measure);
        // On a thread of its own: a migration may take minutes, and offsets are committed every second.
        var _ = migrating.scheduleWithFixedDelay(
                () -> quietly("migrating subscribers", migrations::work), 1, 1, TimeUnit.SECONDS);
    }

    private void every(long millis, String what, Runnable work) {
        var _ = ticks.scheduleWithFixedDelay(
                () -> quietly(what, work), Math.min(millis, 1_000), millis, TimeUnit.MILLISECONDS);
    }

    /** Before the channels and the pool close: no more records, then the work that is under way, then what it has to say. */
    void stop(@Observes @Priority(1) ShutdownEvent event) throws InterruptedException {
        ticks.shutdownNow();
        migrating.shutdownNow();
        KafkaConsumer<byte[], byte[]> consumer = clients.getConsumer(UsageChannel.NAME);
        if (consumer != null) {
            quietly("pausing", () -> consumer.pause().await().atMost(Duration.ofSeconds(5)));
        }
        if (!pipeline.stop(DRAIN_SECONDS)) {
            LOG.warnf("Units of work did not end within %d seconds; they are undone", DRAIN_SECONDS);
        }
        publisher.close();
        quietly("committing offsets", () -> usage.commit(true));
    }

    private void announce() {
        announcer.meters();
        announcer.subscriptions();
        announcer.corrections();
        announcer.replays();
        announcer.backfills();
    }

    /** At the beginning and once an hour, by the owner of each partition. */
    private void sayDue() {
        Instant now = clock.instant();
        saidDue.keySet().retainAll(pipeline.partitions());
        for (int partition : pipeline.partitions()) {
            Instant last = saidDue.get(partition);
            if (last == null || !last.plus(DUE_EVERY).isAfter(now)) {
                control.periodsDue(partition, now);
                saidDue.put(partition, now);
            }
        }
    }

    private void measure() {
        List<Position> positions = store.positions();
        monitor.positions(positions);
        Map<Integer, Long> own = positions.stream()
                .filter(position -> pipeline.partitions().contains(position.partition()))
                .collect(Collectors.toMap(Position::partition, Position::nextOffset));
        monitor.parked(corrections.parkedSubscriptions());
        monitor.lag(usage.lag(own));
    }

    private static void quietly(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException trouble) {
            LOG.warnf("%s is tried again: %s", what, trouble.getMessage());
        }
    }
}
