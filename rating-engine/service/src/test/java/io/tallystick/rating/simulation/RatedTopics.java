package io.tallystick.rating.simulation;

import io.tallystick.schemas.id.Partition;
import io.tallystick.schemas.topics.Header;
import io.tallystick.schemas.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;

/** {@code usage.rated} and {@code usage.rejected} in memory. */
final class RatedTopics {
    /** How many partitions {@code usage.rated} has; another number than {@code usage.events}, because nobody says that they agree. */
    static final int PARTITIONS = 3;

    private final Fate fate;
    private final List<List<Entry>> rated = new ArrayList<>();
    private final List<Entry> rejected = new ArrayList<>();

    /** A record. */
    @SuppressWarnings("ArrayRecordComponent") // the bytes pass through, nobody compares records
    record Entry(String kind, String key, byte[] value) {}

    RatedTopics(Fate fate) {
        this.fate = fate;
        for (int i = 0; i < PARTITIONS; i++) {
            rated.add(new ArrayList<>());
        }
    }

    List<Entry> rated(int partition) {
        return rated.get(partition);
    }

    List<Entry> rejected() {
        return rejected;
    }

    /** A client of one process. */
    MockProducer<byte[], byte[]> producer() {
        return new Client();
    }

    private void add(ProducerRecord<byte[], byte[]> record) {
        String kind = new String(record.headers().lastHeader(Header.KIND).value(), StandardCharsets.UTF_8);
        String key = record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
        Entry entry = new Entry(kind, key, record.value());
        if (record.topic().equals(Topic.USAGE_REJECTED.topicName())) {
            rejected.add(entry);
        } else {
            int partition = record.partition() == null ? Partition.of(key, PARTITIONS) : record.partition();
            rated.get(partition).add(entry);
        }
    }

    private final class Client extends MockProducer<byte[], byte[]> {
        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            fate.step("send");
            Trouble trouble = null;
            if (fate.strikes(Fault.SEND_REFUSED, 60)) {
                trouble = new Trouble(Fault.SEND_REFUSED, "send");
            } else {
                add(record);
                if (fate.strikes(Fault.SEND_ANSWER_LOST, 60)) {
                    trouble = new Trouble(Fault.SEND_ANSWER_LOST, "send");
                }
            }
            callback.onCompletion(null, trouble);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public synchronized void flush() {
            fate.step("flush");
        }

        @Override
        public List<PartitionInfo> partitionsFor(String topic) {
            fate.step("partitions");
            return INFO;
        }
    }

    private static final List<PartitionInfo> INFO = List.of(info(0), info(1), info(2));

    private static PartitionInfo info(int partition) {
        return new PartitionInfo(Topic.USAGE_RATED.topicName(), partition, null, null, null);
    }
}
