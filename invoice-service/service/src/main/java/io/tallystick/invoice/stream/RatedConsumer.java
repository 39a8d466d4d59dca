package io.tallystick.invoice.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Blocking;
import io.tallystick.invoice.app.Collector;
import io.tallystick.invoice.app.RatedReader;
import io.tallystick.invoice.app.RatedRecord;
import io.tallystick.schemas.topics.Header;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Reads {@code usage.rated} in batches. Offsets are committed once a second, and only after the transaction of the batch, so that a
 * batch may come twice and is never lost. When the database is away the same batch is tried until it is back.
 */
@ApplicationScoped
class RatedConsumer {
    private static final Logger LOG = Logger.getLogger(RatedConsumer.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Collector collector;
    private final MeterRegistry metrics;
    private final Counter collected;
    private final RatedReader reader = new RatedReader();
    private volatile boolean stopping;

    RatedConsumer(Collector collector, MeterRegistry metrics) {
        this.collector = collector;
        this.metrics = metrics;
        this.collected = Counter.builder("tally.invoice.records.collected")
                .description("Records of usage.rated that were taken in")
                .register(metrics);
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    @Incoming("invoice-rated")
    @Blocking
    void collect(ConsumerRecords<byte[], byte[]> records) throws InterruptedException {
        List<RatedRecord> batch = new ArrayList<>(records.count());
        for (ConsumerRecord<byte[], byte[]> one : records) {
            batch.add(reader.read(
                    new RatedRecord.Position(one.partition(), one.offset()),
                    new RatedRecord.Raw(one.key(), kind(one), one.value())));
        }
        untilStored(batch).forEach(this::report);
        collected.increment(batch.size());
    }

    private List<RatedRecord.Broken> untilStored(List<RatedRecord> batch) throws InterruptedException {
        Duration pause = Duration.ofMillis(100);
        while (true) {
            try {
                return collector.collect(batch);
            } catch (RuntimeException unreachable) {
                if (stopping) {
                    throw unreachable;
                }
                LOG.warnf(
                        "%d records of usage.rated cannot be stored now and are tried again: %s",
                        batch.size(), unreachable.getMessage());
                Thread.sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    private void report(RatedRecord.Broken broken) {
        metrics.counter("tally.invoice.records.quarantined", "code", broken.code())
                .increment();
        LOG.errorf(
                "Record %d of partition %d of usage.rated was put aside (%s): %s",
                broken.at().offset(), broken.at().partition(), broken.code(), broken.detail());
    }

    private static String kind(ConsumerRecord<byte[], byte[]> one) {
        org.apache.kafka.common.header.Header header = one.headers().lastHeader(Header.KIND);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
