package io.tallystick.rating.stream;

import io.tallystick.schemas.topics.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;

/**
 * The way of rounds to the log. Each is a transaction in the name of a member of the group that reads {@code usage.events}, in the
 * generation in which the partitions were ours: the group refuses any older one. So what an owner says that was replaced meanwhile is
 * never read, however late it says it, and nobody who reads the last state of a line reads an older one (docs/decisions/0012).
 *
 * <p>A round that fails leaves its client behind. The next client has the same name, and ends what the other has left open.
 */
final class Rounds {
    private final Function<String, Producer<byte[], byte[]>> clients;
    private volatile ConsumerGroupMetadata member;
    private String name;
    private Producer<byte[], byte[]> client;

    /**
     * Rounds of somebody who is no member yet.
     *
     * @param clients makes a client with {@code acks=all} and the given transactional id
     */
    Rounds(Function<String, Producer<byte[], byte[]>> clients) {
        this.clients = clients;
    }

    /** The group has a new generation, in which we are this member; to be told before its partitions are taken. */
    void member(ConsumerGroupMetadata now) {
        member = now;
    }

    /**
     * Who we are now. To be asked before looking what there is to publish: what is published in this name must have been ours under it.
     *
     * @throws IllegalStateException before we are anybody
     */
    ConsumerGroupMetadata member() {
        ConsumerGroupMetadata now = member;
        if (now == null) {
            throw new IllegalStateException("this process is not a member of the group that reads usage.events yet");
        }
        return now;
    }

    /** Begins a round, and returns the client that sends its records. */
    Producer<byte[], byte[]> begin() {
        if (client == null) {
            // The member id of a process without a name is as unique as it is; a later one would leave the first one's
            // round open.
            name = name == null ? member().groupInstanceId().orElse(member().memberId()) : name;
            client = clients.apply(name);
            client.initTransactions();
        }
        client.beginTransaction();
        return client;
    }

    /**
     * Ends a round that is acknowledged; from now on it can be read.
     *
     * @param as who published it
     * @param next position up to which each of its partitions is published, the next offset of the group
     * @throws org.apache.kafka.clients.consumer.CommitFailedException if the group knows us no more, or as somebody else
     */
    void commit(ConsumerGroupMetadata as, Map<Integer, Long> next) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        next.forEach((partition, offset) -> offsets.put(
                new TopicPartition(Topic.USAGE_EVENTS.topicName(), partition), new OffsetAndMetadata(offset)));
        client.sendOffsetsToTransaction(offsets, as);
        client.commitTransaction();
    }

    /** Gives a round up: nothing of it is read, unless its end has come through and only the answer was lost. */
    void abandon() {
        Producer<byte[], byte[]> left = client;
        client = null;
        if (left != null) {
            left.close(Duration.ZERO);
        }
    }
}
