package io.tallystick.ingest;

import io.smallrye.common.annotation.Identifier;
import io.tallystick.schemas.access.AccessKey;
import io.tallystick.schemas.control.ControlRecord.DoorCounted;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.meter.Meter;
import io.tallystick.schemas.topics.Header;
import io.tallystick.schemas.topics.Topic;
import io.tallystick.web.access.AccessKeyTable;
import io.tallystick.web.access.Credential;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The other side of the log: writes keys and meters as their owners do, reads what ingest has written. */
@ApplicationScoped
class Log {
    private static final int PARTITIONS = 3;

    private final AccessKeyTable keys;
    private final SecureRandom random;
    private final Map<String, Object> kafka;

    Log(AccessKeyTable keys, SecureRandom random, @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.keys = keys;
        this.random = random;
        this.kafka = kafka;
    }

    Credential key(AccessKey.Role role, String customerId) {
        Credential credential = Credential.make(random);
        AccessKey key = new AccessKey(
                credential.id(),
                credential.hash(),
                role,
                customerId,
                "a test",
                Instant.parse("2026-11-01T00:00:00Z"),
                null);
        write(Topic.ACCESS_KEYS, key.id(), Json.bytes(key));
        await(() -> keys.find(key.id()).isPresent());
        return credential;
    }

    void meter(String json) {
        try {
            Meter meter = Json.MAPPER.readValue(json, Meter.class);
            write(Topic.CATALOG_METERS, meter.key(), Json.bytes(meter));
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    /** Every record of {@code usage.events} with this key. */
    List<ConsumerRecord<String, byte[]>> of(String customerId) {
        return all(one -> customerId.equals(one.key()));
    }

    /** The last report of a door in each partition. */
    List<DoorCounted> lastReports() {
        Map<Integer, DoorCounted> last = new TreeMap<>();
        all(one -> one.headers().lastHeader(Header.CONTROL) != null)
                .forEach(one -> last.put(one.partition(), Json.read(one.value(), DoorCounted.class)));
        return List.copyOf(last.values());
    }

    private List<ConsumerRecord<String, byte[]>> all(Predicate<ConsumerRecord<String, byte[]>> wanted) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put("group.id", null);
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                    .mapToObj(p -> new TopicPartition(Topic.USAGE_EVENTS.topicName(), p))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(200)).forEach(one -> {
                    if (wanted.test(one)) {
                        found.add(one);
                    }
                });
            }
            return found;
        }
    }

    /** Waits, at most twenty seconds. */
    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not happen within twenty seconds");
            }
            Thread.onSpinWait();
        }
    }

    private void write(Topic topic, String key, byte[] value) {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic.topicName(), key, value)).get();
        } catch (InterruptedException | ExecutionException unwritten) {
            throw new AssertionError(unwritten);
        }
    }
}
