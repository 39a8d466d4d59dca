package io.tallystick.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
class KafkaBrokerTest {
    private static final int RECORDS = 500;

    @TempDir
    Path folder;

    @Test
    void what_was_acknowledged_survives_a_kill_of_the_broker() throws Exception {
        try (KafkaBroker broker = KafkaBroker.start(KafkaOptions.in(folder))) {
            KafkaTopics.ensure(broker.bootstrapServers(), List.of(new NewTopic("kept", 1, (short) 1)));
            KafkaTopics.ensure(broker.bootstrapServers(), List.of(new NewTopic("kept", 1, (short) 1)));
            produce(broker);
            broker.kill();
        }
        try (KafkaBroker broker = KafkaBroker.start(KafkaOptions.in(folder))) {
            assertEquals(IntStream.range(0, RECORDS).mapToObj(Integer::toString).toList(), consume(broker));
        }
    }

    @Test
    void a_topic_that_nobody_made_is_not_made_by_accident() {
        try (KafkaBroker broker = KafkaBroker.start(KafkaOptions.in(folder));
                KafkaProducer<String, String> producer = producer(broker, 2_000)) {
            Future<RecordMetadata> sent = producer.send(new ProducerRecord<>("typo", "value"));
            assertThrows(ExecutionException.class, sent::get);
        }
    }

    @Test
    void batches_are_taken_however_they_are_compressed() throws ExecutionException, InterruptedException {
        try (KafkaBroker broker = KafkaBroker.start(KafkaOptions.in(folder))) {
            KafkaTopics.ensure(broker.bootstrapServers(), List.of(new NewTopic("kept", 1, (short) 1)));
            for (String codec : List.of("none", "gzip", "snappy", "lz4", "zstd")) {
                try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers(), "compression.type", codec),
                        new StringSerializer(),
                        new StringSerializer())) {
                    assertEquals(
                            "kept",
                            producer.send(new ProducerRecord<>("kept", codec))
                                    .get()
                                    .topic());
                }
            }
        }
    }

    @Test
    void an_orphan_of_an_earlier_run_is_stopped_before_the_next_start() {
        KafkaBroker abandoned = KafkaBroker.start(KafkaOptions.in(folder));
        long orphan = abandoned.pid();
        abandoned.forget();
        assertEquals(OptionalLong.of(orphan), KafkaBroker.runningIn(folder));
        try (KafkaBroker broker = KafkaBroker.start(KafkaOptions.in(folder))) {
            assertFalse(ProcessHandle.of(orphan).map(ProcessHandle::isAlive).orElse(false));
            assertEquals(OptionalLong.of(broker.pid()), KafkaBroker.runningIn(folder));
        }
        assertEquals(OptionalLong.empty(), KafkaBroker.stopOrphan(folder));
    }

    @Test
    void a_broker_ends_when_whoever_started_it_is_gone() throws Exception {
        try (KafkaBroker broker = KafkaBroker.start(KafkaOptions.in(folder))) {
            broker.hangUp();
            assertEquals(broker.handle(), broker.handle().onExit().get(30, java.util.concurrent.TimeUnit.SECONDS));
        }
    }

    @Test
    void a_folder_has_one_owner_at_a_time() {
        try (KafkaBroker broker = KafkaBroker.start(KafkaOptions.in(folder))) {
            EmbeddedException refused = assertThrows(
                    EmbeddedException.class,
                    () -> KafkaBroker.start(KafkaOptions.in(folder)),
                    () -> "beside process " + broker.pid());
            assertEquals("folder_in_use", refused.code());
        }
    }

    @Test
    void a_busy_port_is_named_in_one_sentence() throws IOException {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = taken.getLocalPort();
            EmbeddedException refused = assertThrows(
                    EmbeddedException.class,
                    () -> KafkaBroker.start(KafkaOptions.in(folder).withPort(port)));
            assertEquals(
                    "Port " + port + " is in use by another program: stop it or choose another port for Kafka.",
                    refused.getMessage());
        }
    }

    private static KafkaProducer<String, String> producer(KafkaBroker broker, int maxBlockMillis) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "acks", "all", "max.block.ms", maxBlockMillis),
                new StringSerializer(),
                new StringSerializer());
    }

    private static void produce(KafkaBroker broker) throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, String> producer = producer(broker, 30_000)) {
            List<Future<RecordMetadata>> sent = IntStream.range(0, RECORDS)
                    .mapToObj(n -> producer.send(new ProducerRecord<>("kept", Integer.toString(n))))
                    .toList();
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        }
    }

    private static List<String> consume(KafkaBroker broker) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            TopicPartition partition = new TopicPartition("kept", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            List<String> values = new ArrayList<>();
            while (values.size() < RECORDS) {
                consumer.poll(Duration.ofSeconds(1)).forEach(one -> values.add(one.value()));
            }
            return values;
        }
    }
}
