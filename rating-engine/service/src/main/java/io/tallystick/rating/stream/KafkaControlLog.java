package io.tallystick.rating.stream;

import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.tallystick.rating.app.ControlLog;
import io.tallystick.schemas.control.ControlRecord;
import io.tallystick.schemas.control.ControlRecord.PeriodsDue;
import io.tallystick.schemas.crash.CrashPoint;
import io.tallystick.schemas.id.Partition;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.meter.Meter;
import io.tallystick.schemas.topics.Header;
import io.tallystick.schemas.topics.Topic;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Announcements and control records, each acknowledged before the call returns. */
@Singleton
class KafkaControlLog implements ControlLog {
    private final KafkaClientService clients;

    KafkaControlLog(KafkaClientService clients) {
        this.clients = clients;
    }

    @Override
    public void meter(Meter meter) {
        send(new ProducerRecord<>(
                Topic.CATALOG_METERS.topicName(), 0, utf8(meter.key()), Json.bytes(meter), List.of()));
    }

    @Override
    public void append(String customerId, ControlRecord record) {
        send(control(Partition.of(customerId, partitions()), utf8(customerId), record));
    }

    @Override
    public void appendToAll(ControlRecord record) {
        CrashPoint.RATING_CONTROL_BEFORE_SEND.here();
        Sends sends = new Sends(producer());
        for (int partition = 0; partition < partitions(); partition++) {
            sends.send(control(partition, null, record));
        }
        sends.await();
        CrashPoint.RATING_CONTROL_ACKNOWLEDGED.here();
    }

    /** Says in one partition that time has passed. */
    void periodsDue(int partition, Instant asOf) {
        send(control(partition, null, new PeriodsDue(asOf)));
    }

    @Override
    public int partitions() {
        return producer().partitionsFor(Topic.USAGE_EVENTS.topicName()).size();
    }

    private static ProducerRecord<byte[], byte[]> control(int partition, byte[] key, ControlRecord command) {
        return new ProducerRecord<>(
                Topic.USAGE_EVENTS.topicName(),
                partition,
                key,
                Json.bytes(command),
                List.of(new RecordHeader(Header.CONTROL, utf8(command.kind()))));
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        CrashPoint.RATING_CONTROL_BEFORE_SEND.here();
        Sends sends = new Sends(producer());
        sends.send(record);
        sends.await();
        CrashPoint.RATING_CONTROL_ACKNOWLEDGED.here();
    }

    private Producer<byte[], byte[]> producer() {
        return Producers.of(clients);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
