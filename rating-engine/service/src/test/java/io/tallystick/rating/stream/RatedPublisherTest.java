package io.tallystick.rating.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tallystick.rating.app.Committed;
import io.tallystick.rating.app.Ledger;
import io.tallystick.rating.app.Position;
import io.tallystick.rating.app.RatedLog.Outlet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A mark says that everything before it is published; only whoever has published everything before may move it. */
class RatedPublisherTest {
    private static final int PARTITION = 4;

    private final Map<Integer, Long> marks = new HashMap<>();
    private final AtomicLong time = new AtomicLong();
    private final StepwisePublisher publisher =
            new StepwisePublisher(_ -> new Acknowledging(), marks::putAll, () -> time.addAndGet(10_000_000_000L));

    @BeforeEach
    void is_a_member_of_the_group() {
        publisher.member(new ConsumerGroupMetadata("rating-engine", 1, "member", Optional.empty()));
    }

    @Test
    void what_an_owner_hands_over_is_marked_when_it_is_acknowledged() {
        publisher.open(PARTITION).committed(upTo(7));

        publisher.round();

        assertEquals(Map.of(PARTITION, 7L), marks);
    }

    @Test
    void an_owner_that_gave_its_partition_up_moves_no_mark_over_lines_that_were_forgotten_with_it() {
        Outlet owner = publisher.open(PARTITION);
        owner.committed(upTo(7));
        owner.close();

        owner.committed(upTo(9));
        publisher.round();

        assertEquals(Map.of(), marks);
    }

    @Test
    void an_owner_that_lost_its_partition_to_another_one_in_the_same_process_is_not_heard_any_more() {
        Outlet before = publisher.open(PARTITION);
        Outlet after = publisher.open(PARTITION);
        after.committed(upTo(7));

        before.committed(upTo(9));
        before.close();
        publisher.round();

        assertEquals(Map.of(PARTITION, 7L), marks);
    }

    private static Committed upTo(long nextOffset) {
        Position position = new Position(PARTITION, nextOffset, Ledger.EMPTY, Optional.empty(), Optional.empty());
        return new Committed(position, List.of(), true, List.of(), List.of(), List.of());
    }

    /** A log that acknowledges at once. */
    private static final class Acknowledging extends MockProducer<byte[], byte[]> {
        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            callback.onCompletion(null, null);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public synchronized void flush() {}

        @Override
        public List<PartitionInfo> partitionsFor(String topic) {
            return List.of(new PartitionInfo(topic, 0, null, null, null));
        }
    }
}
