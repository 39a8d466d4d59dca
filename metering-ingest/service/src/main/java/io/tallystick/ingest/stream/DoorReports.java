package io.tallystick.ingest.stream;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.tallystick.ingest.app.DoorLedger;
import io.tallystick.ingest.app.DoorLedger.Counts;
import io.tallystick.schemas.control.ControlRecord.DoorCounted;
import io.tallystick.schemas.id.Uuid7;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.time.Micros;
import io.tallystick.schemas.topics.Header;
import io.tallystick.schemas.topics.Topic;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Tells in every partition of the log what this door has let in: the door keeps nothing itself, and in the log the counts are as
 * durable as the events. They are absolute, so that a report that fails is made up by the next; what was counted after the last report
 * of a door that was killed is not told.
 */
@Singleton
class DoorReports {
    private static final Logger LOG = Logger.getLogger(DoorReports.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KafkaClientService clients;
    private final DoorLedger ledger;
    private final InstantSource clock;
    private final Duration every;
    private final String door;
    private final Instant startedAt;
    private final ScheduledExecutorService reports = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("ingest-reports").daemon(true).factory());
    private Counts told;

    DoorReports(
            KafkaClientService clients,
            DoorLedger ledger,
            InstantSource clock,
            Uuid7 ids,
            @ConfigProperty(name = "tally.ingest.report-every") Duration every) {
        this.clients = clients;
        this.ledger = ledger;
        this.clock = clock;
        this.every = every;
        this.door = ids.next().toString();
        this.startedAt = Micros.truncate(clock.instant());
        this.told = ledger.counts();
    }

    void start(@Observes StartupEvent event) {
        var _ = reports.scheduleWithFixedDelay(this::report, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** While the producer is still there. */
    void stop(@Observes @Priority(1) ShutdownEvent event) {
        reports.shutdownNow();
        report();
    }

    /** Tells the counts of now, unless nothing has happened since. */
    synchronized void report() {
        Counts now = ledger.counts();
        if (now.equals(told)) {
            return;
        }
        try {
            send(now);
            told = now;
        } catch (RuntimeException | ExecutionException | TimeoutException trouble) {
            LOG.warnf("The counts of this door are told later: %s", trouble.toString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Counts now) throws InterruptedException, ExecutionException, TimeoutException {
        Producer<String, byte[]> producer =
                clients.<String, byte[]>getProducer(KafkaEventLog.CHANNEL).unwrap();
        Instant countedAt = Micros.truncate(clock.instant());
        int partitions = producer.partitionsFor(Topic.USAGE_EVENTS.topicName()).size();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            sent.add(producer.send(record(partition, counted(now, partition, countedAt))));
        }
        for (Future<RecordMetadata> one : sent) {
            one.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private DoorCounted counted(Counts now, int partition, Instant countedAt) {
        return new DoorCounted(
                door,
                startedAt,
                countedAt,
                now.received(),
                now.accepted(),
                now.refused(),
                now.unacknowledged(),
                now.underWay(),
                now.acknowledged().getOrDefault(partition, 0L));
    }

    private static ProducerRecord<String, byte[]> record(int partition, DoorCounted counted) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(Topic.USAGE_EVENTS.topicName(), partition, null, Json.bytes(counted));
        record.headers().add(Header.CONTROL, counted.kind().getBytes(StandardCharsets.UTF_8));
        return record;
    }
}
