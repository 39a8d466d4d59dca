package io.tallystick.web.table;

import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.topics.Topic;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/**
 * A compacted topic of one partition, held in memory as a whole and followed for as long as the process lives. It has no
 * consumer group: every process reads everything. A change is visible a few milliseconds after it was written.
 *
 * <p>The view is absent until the table was read up to the end that it had when reading began. When the log becomes
 * unreachable the last view stays; when the topic was made anew it is read again from the start and replaces the view at once.
 *
 * @param <V> the type of a row's value, read from JSON
 * @param <S> the immutable view that is made from all rows
 */
public final class CompactedTable<V, S> implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(CompactedTable.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final TopicPartition partition;
    private final Map<String, Object> settings;
    private final Class<V> type;
    private final Function<Map<String, V>, S> index;
    private final Thread reader;

    private final CountDownLatch closed = new CountDownLatch(1);

    private volatile S view;
    private volatile Consumer<String, byte[]> following;

    /**
     * A table that is not read yet.
     *
     * @param topic a topic of kind {@link Topic.Keyed#WHOLE_TABLE}
     * @param kafka how to reach the broker, {@code bootstrap.servers} at least
     * @param type what the values are
     * @param index makes the view from all rows by key; called by one thread, after each batch of changes
     */
    public CompactedTable(Topic topic, Map<String, Object> kafka, Class<V> type, Function<Map<String, V>, S> index) {
        if (topic.keyed() != Topic.Keyed.WHOLE_TABLE) {
            throw new IllegalArgumentException(topic.topicName() + " is not one partition that holds a whole table");
        }
        this.partition = new TopicPartition(topic.topicName(), 0);
        this.settings = settings(kafka, topic);
        this.type = type;
        this.index = index;
        this.reader =
                Thread.ofPlatform().name("table-" + topic.topicName()).daemon().unstarted(this::run);
    }

    /** Begins to read. */
    public void start() {
        reader.start();
    }

    /** The present view; empty until the table was read once. */
    public Optional<S> view() {
        return Optional.ofNullable(view);
    }

    /** Stops reading and waits for the thread, at most five seconds. */
    @Override
    public void close() {
        closed.countDown();
        Consumer<String, byte[]> waiting = following;
        if (waiting != null) {
            waiting.wakeup();
        }
        try {
            reader.join(Duration.ofSeconds(5));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!isClosed()) {
            try (Consumer<String, byte[]> consumer =
                    new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
                follow(consumer);
            } catch (WakeupException stopped) {
                closed.countDown();
            } catch (KafkaException unreachable) {
                LOG.warnf("The table %s is read again: %s", partition.topic(), unreachable.getMessage());
                pause();
            } finally {
                following = null;
            }
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void follow(Consumer<String, byte[]> consumer) {
        following = consumer;
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        Map<String, V> rows = new HashMap<>();
        boolean complete = false;
        while (!isClosed()) {
            ConsumerRecords<String, byte[]> changes = consumer.poll(complete ? POLL : Duration.ofMillis(50));
            for (ConsumerRecord<String, byte[]> change : changes) {
                apply(change, rows);
            }
            boolean wasComplete = complete;
            complete = complete || consumer.position(partition) >= end;
            if (complete && (!wasComplete || !changes.isEmpty())) {
                view = index.apply(Map.copyOf(rows));
            }
        }
    }

    /** A value that cannot be read takes its row away: a broken key must not let anybody in. */
    private void apply(ConsumerRecord<String, byte[]> change, Map<String, V> rows) {
        if (change.key() == null) {
            return;
        }
        if (change.value() == null) {
            rows.remove(change.key());
            return;
        }
        try {
            rows.put(change.key(), Json.read(change.value(), type));
        } catch (UncheckedIOException unreadable) {
            rows.remove(change.key());
            LOG.errorf(
                    "The row at offset %d of %s is ignored, it cannot be read: %s",
                    change.offset(), partition.topic(), unreadable.getMessage());
        }
    }

    private void pause() {
        try {
            boolean _ = closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            closed.countDown();
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, Object> settings(Map<String, Object> kafka, Topic topic) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "table-" + topic.topicName());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // No reset: an offset out of range means that the topic was made anew, and then the rows in memory are void.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        settings.put(ConsumerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 500);
        return settings;
    }
}
