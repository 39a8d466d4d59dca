package io.tallystick.rating.simulation;

import io.tallystick.schemas.id.Partition;
import io.tallystick.schemas.topics.Header;
import io.tallystick.schemas.topics.Topic;
import io.tallystick.testkit.simulation.Fate;
import io.tallystick.testkit.simulation.Fault;
import io.tallystick.testkit.simulation.Trouble;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * {@code usage.rated} and {@code usage.rejected} in memory, with the transactions of Kafka: a record stands where it was sent, and is
 * read once its round is committed; a client ends what another of its name has left open, and the other can do nothing any more.
 */
final class RatedTopics {
    /** How many partitions {@code usage.rated} has; another number than {@code usage.events}, because nobody says that they agree. */
    static final int PARTITIONS = 3;

    private final Fate fate;
    private final MemoryGroup group;
    private final boolean allAreRead;
    private final List<List<Entry>> rated = new ArrayList<>();
    private final List<Entry> rejected = new ArrayList<>();
    private final Map<String, Client> clients = new HashMap<>();

    /** A record, and the round that it belongs to. */
    @SuppressWarnings("ArrayRecordComponent") // the bytes pass through, nobody compares records
    record Entry(String kind, String key, byte[] value, Round round) {}

    /** A transaction. */
    static final class Round {
        private boolean committed;
    }

    RatedTopics(Fate fate, Set<Bug> bugs, MemoryGroup group) {
        this.fate = fate;
        this.group = group;
        this.allAreRead = bugs.contains(Bug.GIVEN_UP_ROUNDS_ARE_READ);
        for (int i = 0; i < PARTITIONS; i++) {
            rated.add(new ArrayList<>());
        }
    }

    /** What can be read of a partition of {@code usage.rated}, in its order. */
    List<Entry> rated(int partition) {
        return readable(rated.get(partition));
    }

    List<Entry> rejected() {
        return readable(rejected);
    }

    private List<Entry> readable(List<Entry> entries) {
        return entries.stream()
                .filter(entry -> allAreRead || entry.round().committed)
                .toList();
    }

    /** A client with a transactional id. */
    Producer<byte[], byte[]> client(String name) {
        return new Client(name);
    }

    private void add(ProducerRecord<byte[], byte[]> record, Round round) {
        String kind = new String(record.headers().lastHeader(Header.KIND).value(), StandardCharsets.UTF_8);
        String key = record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
        Entry entry = new Entry(kind, key, record.value(), round);
        if (record.topic().equals(Topic.USAGE_REJECTED.topicName())) {
            rejected.add(entry);
        } else {
            int partition = record.partition() == null ? Partition.of(key, PARTITIONS) : record.partition();
            rated.get(partition).add(entry);
        }
    }

    private final class Client extends MockProducer<byte[], byte[]> {
        private final String name;
        private Round round;

        Client(String name) {
            this.name = name;
        }

        @Override
        public void initTransactions() {
            fate.step("name");
            clients.put(name, this);
        }

        @Override
        public void beginTransaction() {
            round = new Round();
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            fate.step("send");
            Trouble trouble = null;
            if (isReplaced() || fate.strikes(Fault.SEND_REFUSED, 60)) {
                trouble = new Trouble(Fault.SEND_REFUSED, "send");
            } else {
                add(record, round);
                if (fate.strikes(Fault.SEND_ANSWER_LOST, 60)) {
                    trouble = new Trouble(Fault.SEND_ANSWER_LOST, "send");
                }
            }
            callback.onCompletion(null, trouble);
            return CompletableFuture.completedFuture(null);
        }

        /** Another client with this name has ended what this one left open. */
        private boolean isReplaced() {
            return clients.get(name) != this;
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

        @Override
        public void sendOffsetsToTransaction(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata as) {
            fate.step("ask the group");
            group.refuseReplaced(as);
            offsets.forEach((place, next) -> group.done(place.partition(), next.offset()));
        }

        @Override
        public void commitTransaction() {
            fate.step("end the round");
            if (isReplaced()) {
                throw new Trouble(Fault.SEND_REFUSED, "end");
            }
            round.committed = true;
            if (fate.strikes(Fault.SEND_ANSWER_LOST, 60)) {
                throw new Trouble(Fault.SEND_ANSWER_LOST, "end");
            }
            fate.step("after the round");
        }

        @Override
        public void close(Duration patience) {}
    }

    private static final List<PartitionInfo> INFO = List.of(info(0), info(1), info(2));

    private static PartitionInfo info(int partition) {
        return new PartitionInfo(Topic.USAGE_RATED.topicName(), partition, null, null, null);
    }
}
