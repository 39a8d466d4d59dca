package io.tallystick.rating.stream;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.tallystick.rating.app.UsageLog;
import io.tallystick.schemas.crash.CrashPoint;
import io.tallystick.schemas.topics.Topic;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/** What owners ask of the log, on the polling thread of the channel's consumer. */
@Singleton
class KafkaUsageLog implements UsageLog {
    private static final Logger LOG = Logger.getLogger(KafkaUsageLog.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final KafkaClientService clients;
    private final Map<Integer, Long> done = new ConcurrentHashMap<>();

    KafkaUsageLog(KafkaClientService clients) {
        this.clients = clients;
    }

    /** A consumer of its own looks, so that the position of the channel's consumer stays where it is. */
    @Override
    public long firstReadable(int partition, long offset) {
        Map<String, Object> settings = new HashMap<>(consumer().configuration());
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.remove(ConsumerConfig.CLIENT_ID_CONFIG);
        settings.remove(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        TopicPartition place = place(partition);
        try (Consumer<byte[], byte[]> look = new org.apache.kafka.clients.consumer.KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            look.assign(List.of(place));
            look.seek(place, offset);
            ConsumerRecords<byte[], byte[]> found = look.poll(LOOK);
            return found.isEmpty() ? offset : found.iterator().next().offset();
        }
    }

    @Override
    public long beginning(int partition) {
        TopicPartition place = place(partition);
        return wait(consumer()
                .runOnPollingThread((Consumer<byte[], byte[]> c) ->
                        c.beginningOffsets(List.of(place)).get(place)));
    }

    @Override
    public void seek(int partition, long offset) {
        TopicPartition place = place(partition);
        wait(consumer().runOnPollingThread((Consumer<byte[], byte[]> c) -> {
            if (c.assignment().contains(place)) {
                c.seek(place, offset);
            }
        }));
    }

    @Override
    public int partitions() {
        return wait(consumer().partitionsFor(Topic.USAGE_EVENTS.topicName())).size();
    }

    @Override
    public void done(int partition, long nextOffset) {
        done.put(partition, nextOffset);
    }

    /** Tells the group what is done; only advice, so a failure is not tried again before the next time. */
    void commit(boolean last) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (Integer partition : List.copyOf(done.keySet())) {
            Long next = done.remove(partition);
            if (next != null) {
                offsets.put(place(partition), new OffsetAndMetadata(next));
            }
        }
        if (offsets.isEmpty()) {
            return;
        }
        Uni<Void> commit = consumer().runOnPollingThread((Consumer<byte[], byte[]> c) -> {
            offsets.keySet().retainAll(c.assignment());
            CrashPoint.RATING_OFFSETS_BEFORE_COMMIT.here();
            c.commitAsync(offsets, (_, _) -> CrashPoint.RATING_OFFSETS_AFTER_COMMIT.here());
        });
        if (last) {
            wait(commit);
        } else {
            commit.subscribe().with(_ -> {}, trouble -> LOG.debugf(trouble, "The group's offsets were not committed"));
        }
    }

    /** Records of the given partitions that stand in the log at or after the given positions. */
    long lag(Map<Integer, Long> nextOffsets) {
        Map<Integer, Long> ends = wait(consumer().runOnPollingThread((Consumer<byte[], byte[]> c) -> {
            Map<Integer, Long> found = new HashMap<>();
            c.endOffsets(c.assignment()).forEach((place, end) -> found.put(place.partition(), end));
            return found;
        }));
        return nextOffsets.entrySet().stream()
                .mapToLong(next -> Math.max(0, ends.getOrDefault(next.getKey(), next.getValue()) - next.getValue()))
                .sum();
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return clients.getConsumer(UsageChannel.NAME);
    }

    private static TopicPartition place(int partition) {
        return new TopicPartition(Topic.USAGE_EVENTS.topicName(), partition);
    }

    private static <T> T wait(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
