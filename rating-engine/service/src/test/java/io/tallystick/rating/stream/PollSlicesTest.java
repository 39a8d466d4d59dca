package io.tallystick.rating.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What a poll brought comes through whole, in order, and with the positions that the consumer goes on from. */
final class PollSlicesTest {
    private static final TopicPartition FIRST = new TopicPartition("usage.events", 3);
    private static final TopicPartition SECOND = new TopicPartition("usage.events", 7);

    private static ConsumerRecord<Object, Object> record(TopicPartition partition, long offset) {
        return new ConsumerRecord<>(
                partition.topic(), partition.partition(), offset, new byte[] {1}, new byte[] {(byte) offset});
    }

    @Test
    void the_records_of_a_partition_become_one() {
        Map<TopicPartition, List<ConsumerRecord<Object, Object>>> polled = new LinkedHashMap<>();
        polled.put(FIRST, List.of(record(FIRST, 10), record(FIRST, 11), record(FIRST, 14)));
        polled.put(SECOND, List.of(record(SECOND, 0)));
        Map<TopicPartition, OffsetAndMetadata> next =
                Map.of(FIRST, new OffsetAndMetadata(15), SECOND, new OffsetAndMetadata(1));

        ConsumerRecords<Object, Object> slices = new PollSlices().onConsume(new ConsumerRecords<>(polled, next));

        assertThat(slices.count()).isEqualTo(2);
        assertThat(slices.nextOffsets()).isEqualTo(next);
        List<Object> offsets = new ArrayList<>();
        for (ConsumerRecord<Object, Object> slice : slices) {
            offsets.add(slice.partition());
            PollSlices.records(slice).forEach(record -> offsets.add(record.offset()));
        }
        assertThat(offsets).containsExactly(3, 10L, 11L, 14L, 7, 0L);
    }

    @Test
    void nothing_polled_is_nothing_handed_on() {
        ConsumerRecords<Object, Object> slices = new PollSlices().onConsume(ConsumerRecords.empty());

        assertThat(slices.isEmpty()).isTrue();
    }
}
