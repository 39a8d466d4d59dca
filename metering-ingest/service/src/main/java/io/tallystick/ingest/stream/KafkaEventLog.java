package io.tallystick.ingest.stream;

import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.Record;
import io.tallystick.ingest.app.DoorLedger;
import io.tallystick.ingest.app.EventLog;
import io.tallystick.ingest.model.Entry;
import io.tallystick.schemas.crash.CrashPoint;
import io.tallystick.schemas.topics.Header;
import io.tallystick.schemas.topics.Topic;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;

/**
 * {@code usage.events}. The channel is wired by Reactive Messaging, with its configuration and health; records go to its producer
 * directly, because a message object and a subscription for each event would cost more than the event itself.
 */
@ApplicationScoped
class KafkaEventLog implements EventLog {
    static final String CHANNEL = "ingest-usage-events";
    private static final RecordHeader STRUCTURED =
            new RecordHeader(Header.CONTENT_TYPE, "application/cloudevents+json".getBytes(StandardCharsets.US_ASCII));

    private final KafkaClientService clients;
    private final DoorLedger ledger;

    @Inject
    @SuppressWarnings(
            "UnusedVariable") // nothing is emitted on the channel: its presence makes the connector build the producer
    KafkaEventLog(
            KafkaClientService clients, DoorLedger ledger, @Channel(CHANNEL) Emitter<Record<String, byte[]>> channel) {
        this.clients = clients;
        this.ledger = ledger;
    }

    @Override
    public CompletionStage<Void> append(List<Entry> entries, Instant receivedAt) {
        CrashPoint.INGEST_BEFORE_SEND.here();
        Delivery delivery = new Delivery(entries.size(), ledger::acknowledged);
        Producer<String, byte[]> producer =
                clients.<String, byte[]>getProducer(CHANNEL).unwrap();
        Long timestamp = receivedAt.toEpochMilli();
        try {
            for (Entry entry : entries) {
                // One that could not even be sent tells about the rest: without this each would wait for a log that is
                // gone.
                if (delivery.hasFailed()) {
                    break;
                }
                Future<RecordMetadata> _ = producer.send(record(entry, timestamp), delivery);
            }
        } catch (KafkaException | IllegalStateException unusable) {
            delivery.fail(unusable);
        }
        CrashPoint.INGEST_AFTER_SEND.here();
        return delivery.done();
    }

    private static ProducerRecord<String, byte[]> record(Entry entry, Long timestamp) {
        return new ProducerRecord<>(
                Topic.USAGE_EVENTS.topicName(),
                null,
                timestamp,
                entry.customerId(),
                entry.bytes(),
                List.of(STRUCTURED));
    }
}
