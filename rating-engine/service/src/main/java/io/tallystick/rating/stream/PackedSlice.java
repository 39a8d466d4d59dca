package io.tallystick.rating.stream;

import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * Records that wait, as three arrays. Up to a second of traffic waits for its unit of work, and every collection of the young generation
 * copies what waits: a record with its header is a dozen objects.
 */
final class PackedSlice extends AbstractList<ConsumerRecord<byte[], byte[]>> {
    private static final int NUMBERS = 2;

    private final String topic;
    private final int partition;
    private final long[] offsetsAndTimes;
    private final int[] ends;
    private final byte[] bytes;

    private PackedSlice(String topic, int partition, long[] offsetsAndTimes, int[] ends, byte[] bytes) {
        this.topic = topic;
        this.partition = partition;
        this.offsetsAndTimes = offsetsAndTimes;
        this.ends = ends;
        this.bytes = bytes;
    }

    /**
     * The same records packed, without their headers; or as they are if the headers of one of them say more than that it is an event in
     * structured mode, or it has no key or no value: those are few.
     */
    static List<ConsumerRecord<byte[], byte[]>> of(List<ConsumerRecord<byte[], byte[]>> records) {
        int size = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.key() == null || record.value() == null || RecordReader.needsHeaders(record)) {
                return records;
            }
            size += record.key().length + record.value().length;
        }
        long[] offsetsAndTimes = new long[NUMBERS * records.size()];
        int[] ends = new int[NUMBERS * records.size()];
        byte[] bytes = new byte[size];
        int at = 0;
        int number = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            offsetsAndTimes[number] = record.offset();
            offsetsAndTimes[number + 1] = record.timestamp();
            at = add(bytes, at, record.key());
            ends[number] = at;
            at = add(bytes, at, record.value());
            ends[number + 1] = at;
            number += NUMBERS;
        }
        ConsumerRecord<byte[], byte[]> first = records.getFirst();
        return new PackedSlice(first.topic(), first.partition(), offsetsAndTimes, ends, bytes);
    }

    private static int add(byte[] bytes, int at, byte[] more) {
        System.arraycopy(more, 0, bytes, at, more.length);
        return at + more.length;
    }

    @Override
    public ConsumerRecord<byte[], byte[]> get(int index) {
        int number = NUMBERS * index;
        byte[] key = part(number);
        byte[] value = part(number + 1);
        return new ConsumerRecord<>(
                topic,
                partition,
                offsetsAndTimes[number],
                offsetsAndTimes[number + 1],
                TimestampType.CREATE_TIME,
                key.length,
                value.length,
                key,
                value,
                new RecordHeaders(),
                Optional.empty());
    }

    private byte[] part(int number) {
        int from = number == 0 ? 0 : ends[number - 1];
        byte[] part = new byte[ends[number] - from];
        System.arraycopy(bytes, from, part, 0, part.length);
        return part;
    }

    @Override
    public int size() {
        return ends.length / NUMBERS;
    }
}
