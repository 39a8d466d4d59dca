package io.tallystick.rating;

import io.smallrye.common.annotation.Identifier;
import io.tallystick.schemas.access.AccessKey;
import io.tallystick.schemas.control.ControlRecord;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.topics.Header;
import io.tallystick.schemas.topics.Topic;
import io.tallystick.web.access.AccessKeyTable;
import io.tallystick.web.access.Credential;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The other side of the log: writes events, barriers and keys as their owners do, and reads what rating has written. */
@ApplicationScoped
class Log {
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
        write(new ProducerRecord<>(Topic.ACCESS_KEYS.topicName(), key.id(), Json.bytes(key)));
        await(() -> keys.find(key.id()).isPresent());
        return credential;
    }

    /** A structured event, with the customer as its key. */
    void event(String customer, String json) {
        write(structured(null, customer, json));
    }

    /** Structured events of one customer, in this order. */
    void events(String customer, List<String> events) {
        write(events.stream().map(event -> structured(null, customer, event)).toList());
    }

    /** An event as if it had been received at an instant, also one to come. */
    ProducerRecord<String, byte[]> received(String customer, Instant at, String event) {
        ProducerRecord<String, byte[]> now = structured(null, customer, event);
        return new ProducerRecord<>(now.topic(), null, at.toEpochMilli(), now.key(), now.value(), now.headers());
    }

    /** Lets records have any time, for what happens in years to come. */
    void allowAnyTime() {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, Topic.USAGE_EVENTS.topicName());
        AlterConfigOp any = new AlterConfigOp(
                new ConfigEntry("message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE)), OpType.SET);
        try (Admin admin = Admin.create(kafka)) {
            admin.incrementalAlterConfigs(Map.of(topic, List.of(any))).all().get();
        } catch (InterruptedException | ExecutionException refused) {
            throw new AssertionError(refused);
        }
    }

    void write(List<ProducerRecord<String, byte[]>> records) {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            records.forEach(record -> sent.add(producer.send(record)));
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        } catch (InterruptedException | ExecutionException unwritten) {
            throw new AssertionError(unwritten);
        }
    }

    /** A structured event in a partition of the writer's choice. */
    void event(int partition, String customer, String json) {
        write(structured(partition, customer, json));
    }

    /** An event in binary mode. */
    void binary(String customer, Map<String, String> attributes, String data) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(Topic.USAGE_EVENTS.topicName(), customer, utf8(data));
        record.headers().add(Header.CONTENT_TYPE, utf8("application/json"));
        attributes.forEach((name, value) -> record.headers().add("ce_" + name, utf8(value)));
        write(record);
    }

    /** A control record in every partition. */
    void control(ControlRecord command) {
        for (int partition = 0; partition < RatingResources.PARTITIONS; partition++) {
            ProducerRecord<String, byte[]> record =
                    new ProducerRecord<>(Topic.USAGE_EVENTS.topicName(), partition, null, Json.bytes(command));
            record.headers().add(Header.CONTROL, utf8(command.kind()));
            write(record);
        }
    }

    /** Everything that stands in a topic now. */
    List<ConsumerRecord<String, byte[]>> all(Topic topic) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put("group.id", null);
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (PartitionInfo info : consumer.partitionsFor(topic.topicName())) {
                partitions.add(new TopicPartition(topic.topicName(), info.partition()));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
            }
            return found;
        }
    }

    /** Waits, at most thirty seconds. */
    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not happen within thirty seconds");
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }
    }

    private static ProducerRecord<String, byte[]> structured(Integer partition, String customer, String json) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(Topic.USAGE_EVENTS.topicName(), partition, customer, utf8(json));
        record.headers().add(Header.CONTENT_TYPE, utf8("application/cloudevents+json"));
        return record;
    }

    private void write(ProducerRecord<String, byte[]> record) {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(record).get();
        } catch (InterruptedException | ExecutionException unwritten) {
            throw new AssertionError(unwritten);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
