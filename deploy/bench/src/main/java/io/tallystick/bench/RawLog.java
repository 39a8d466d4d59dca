package io.tallystick.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The log without the product: what a plain client writes and reads in the same settings. */
final class RawLog {
    private static final long UP_TO_NOW = -1;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String bootstrapServers;

    RawLog(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** The same from position 0. */
    long write(String topic, EventWriter events, LongPredicate more) {
        return write(topic, events, 0, more);
    }

    /** All events from one position on. */
    long write(String topic, EventWriter events, long from, LongPredicate more) {
        return write(topic, events, from, more, _ -> true);
    }

    /**
     * Writes the events of positions {@code from} and on while {@code more} says so of a position, with {@code acks=all}, as an emitter would.
     *
     * @param wanted the others are left out
     * @return the first position that was not written; all before it are acknowledged
     */
    long write(String topic, EventWriter events, long from, LongPredicate more, LongPredicate wanted) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrapServers,
                "acks", "all",
                "linger.ms", "5",
                "batch.size", "131072",
                "compression.type", "none");
        AtomicReference<Exception> failure = new AtomicReference<>();
        long position = from;
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            while (more.test(position)) {
                if (wanted.test(position)) {
                    byte[] key = events.customer(position).getBytes(StandardCharsets.UTF_8);
                    Future<RecordMetadata> _ = producer.send(
                            new ProducerRecord<>(topic, key, events.single(position)),
                            (_, trouble) -> failure.compareAndSet(null, trouble));
                }
                position++;
            }
        }
        if (failure.get() != null) {
            throw new BenchFailure("the log did not acknowledge", failure.get());
        }
        return position;
    }

    /** Deletes everything that stands in a topic now, as its retention does one day. */
    void forget(String topic) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
            admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .partitions()
                    .forEach(partition -> all.put(
                            new TopicPartition(topic, partition.partition()), RecordsToDelete.beforeOffset(UP_TO_NOW)));
            admin.deleteRecords(all).all().get();
        } catch (ExecutionException refused) {
            throw new BenchFailure("the log does not forget", refused);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("stopped", stopped);
        }
    }

    /** Reads everything that stands in a topic now. */
    void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrapServers,
                "enable.auto.commit", "false",
                "max.poll.records", "10000");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> left = new HashMap<>(consumer.endOffsets(partitions));
            left.values().removeIf(end -> end == 0);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!left.isEmpty()) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(200));
                records.forEach(each);
                if (!records.isEmpty()) {
                    deadline = System.nanoTime() + PATIENCE.toNanos();
                }
                left.entrySet().removeIf(entry -> consumer.position(entry.getKey()) >= entry.getValue());
                if (System.nanoTime() > deadline) {
                    throw new BenchFailure("nothing comes any more from " + left);
                }
            }
        }
    }
}
