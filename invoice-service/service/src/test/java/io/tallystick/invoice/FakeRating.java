package io.tallystick.invoice;

import io.tallystick.schemas.control.ControlRecord.SealRequested;
import io.tallystick.schemas.id.Partition;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.rated.Progress;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Sealed;
import io.tallystick.schemas.topics.Header;
import io.tallystick.schemas.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The other side of the topics: sends lines and progress, finds barriers and answers them as rating-engine does. */
public final class FakeRating implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> events;
    private final int partitions;
    private final FakeSeals seals;
    private final Map<Integer, Instant> sealedUntil = new HashMap<>();
    private final Map<String, SealRequested> seen = new HashMap<>();
    private final Map<String, Map<Integer, Long>> barriers = new HashMap<>();
    private Future<?> last;

    public FakeRating(String bootstrapServers, int partitions) {
        this.partitions = partitions;
        this.seals = new FakeSeals(partitions);
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.events = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(p -> new TopicPartition(Topic.USAGE_EVENTS.topicName(), p))
                .toList();
        events.assign(all);
        events.seekToBeginning(all);
    }

    /** Sends the state of a line and remembers it for the next seal. */
    public void send(RatedLine... states) {
        for (RatedLine line : states) {
            seals.know(line);
            raw("line", line.id(), null, Json.bytes(line));
        }
        flush();
    }

    /** Counts a line in the next seal without sending it. */
    public void knows(RatedLine line) {
        seals.know(line);
    }

    /** As if an earlier close had sealed every partition. */
    public void hasSealedUntil(Instant cutoff) {
        IntStream.range(0, partitions).forEach(p -> sealedUntil.put(p, cutoff));
    }

    public void raw(String kind, String key, Integer partition, byte[] value) {
        RecordHeaders headers = new RecordHeaders();
        if (kind != null) {
            headers.add(Header.KIND, kind.getBytes(StandardCharsets.UTF_8));
        }
        last = producer.send(new ProducerRecord<>(
                Topic.USAGE_RATED.topicName(), partition, key.getBytes(StandardCharsets.UTF_8), value, headers));
    }

    public void flush() {
        producer.flush();
        try {
            last.get();
        } catch (ExecutionException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** A usage event of a customer into the log; what it says does not matter here. */
    public long event(String customer) {
        try {
            return producer.send(new ProducerRecord<>(
                            Topic.USAGE_EVENTS.topicName(),
                            Partition.of(customer, partitions),
                            customer.getBytes(StandardCharsets.UTF_8),
                            "{}".getBytes(StandardCharsets.UTF_8)))
                    .get()
                    .offset();
        } catch (ExecutionException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    public void progress(int partition, long offset, Instant receivedAt) {
        for (int r = 0; r < partitions; r++) {
            raw(
                    "progress",
                    "progress:" + partition + ":" + r,
                    r,
                    Json.bytes(new Progress(partition, offset, receivedAt)));
        }
        flush();
    }

    /** Reads barriers until there is one of this close in every partition. */
    public SealRequested awaitBarrier(String closeId) {
        Instant end = Instant.now().plus(Eventually.PATIENCE);
        while (Instant.now().isBefore(end)) {
            for (ConsumerRecord<byte[], byte[]> one : events.poll(Duration.ofMillis(100))) {
                if (one.headers().lastHeader(Header.CONTROL) != null) {
                    SealRequested barrier = Json.read(one.value(), SealRequested.class);
                    seen.put(barrier.closeId(), barrier);
                    barriers.computeIfAbsent(barrier.closeId(), id -> new HashMap<>())
                            .putIfAbsent(one.partition(), one.offset());
                }
            }
            if (barriers.getOrDefault(closeId, Map.of()).size() == partitions) {
                return seen.get(closeId);
            }
        }
        throw new AssertionError("no barrier of " + closeId + ", only " + barriers);
    }

    /** The answer of one partition, in every partition of usage.rated. */
    public void answer(SealRequested barrier, int partition) {
        Sealed sealed = sealed(barrier, partition);
        for (int r = 0; r < partitions; r++) {
            raw("sealed", "sealed:" + barrier.closeId() + ":" + partition + ":" + r, r, Json.bytes(sealed));
        }
        flush();
        sealedUntil.put(partition, barrier.cutoff());
    }

    public void answerAll(SealRequested barrier) {
        IntStream.range(0, partitions).forEach(p -> answer(barrier, p));
    }

    private Sealed sealed(SealRequested barrier, int partition) {
        return seals.of(barrier.closeId(), barrier.cutoff(), sealedUntil.get(partition), partition);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
        events.close();
    }
}
