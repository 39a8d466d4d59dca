package io.tallystick.rating.stream;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Hands what a poll brought of a partition on as one record whose value is the list of them. The connector makes a message with
 * metadata, headers and a place in the trace for every record that it sees, in batches too, and we use none of them: so it sees one for
 * each partition. Polling, back pressure, rebalancing and health stay the connector's, because a consumer's position does not come from
 * the records that an interceptor lets through.
 *
 * <p>Public, because the Kafka client makes it by its name.
 */
public final class PollSlices implements ConsumerInterceptor<Object, Object> {
    /** Nothing is kept between two polls. */
    public PollSlices() {}

    /** The value of the one record. */
    private record Slice(List<ConsumerRecord<Object, Object>> records) {}

    @Override
    public ConsumerRecords<Object, Object> onConsume(ConsumerRecords<Object, Object> polled) {
        Map<TopicPartition, List<ConsumerRecord<Object, Object>>> slices =
                LinkedHashMap.newLinkedHashMap(polled.partitions().size());
        for (TopicPartition partition : polled.partitions()) {
            List<ConsumerRecord<Object, Object>> records = polled.records(partition);
            slices.put(partition, List.of(slice(partition, records)));
        }
        return new ConsumerRecords<>(slices, polled.nextOffsets());
    }

    private static ConsumerRecord<Object, Object> slice(
            TopicPartition partition, List<ConsumerRecord<Object, Object>> records) {
        long last = records.getLast().offset();
        return new ConsumerRecord<>(partition.topic(), partition.partition(), last, null, new Slice(records));
    }

    /** The records of one that {@link #onConsume} made. */
    @SuppressWarnings("unchecked") // the deserializers of the channel are those of bytes
    static List<ConsumerRecord<byte[], byte[]>> records(ConsumerRecord<?, ?> slice) {
        return (List<ConsumerRecord<byte[], byte[]>>) (List<?>) ((Slice) slice.value()).records();
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> settings) {}
}
