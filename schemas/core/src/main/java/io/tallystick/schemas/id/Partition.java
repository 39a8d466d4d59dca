package io.tallystick.schemas.id;

import java.nio.charset.StandardCharsets;

/**
 * The partition of a customer: Kafka's murmur2 of the UTF-8 bytes of its id, as the default partitioner of every Kafka client
 * computes it, so that an emitter that knows nothing of us sends a customer's events to the same place.
 */
public final class Partition {
    private static final int SEED = 0x9747b28c;
    private static final int M = 0x5bd1e995;
    private static final int R = 24;

    private Partition() {}

    /** The partition in {@code 0..partitions-1} of the record key {@code key}. */
    public static int of(String key, int partitions) {
        return (murmur2(key.getBytes(StandardCharsets.UTF_8)) & 0x7fffffff) % partitions;
    }

    static int murmur2(byte[] data) {
        int length = data.length;
        int h = SEED ^ length;
        int blocks = length / 4;
        for (int i = 0; i < blocks; i++) {
            int at = i * 4;
            int k = (data[at] & 0xff)
                    | (data[at + 1] & 0xff) << 8
                    | (data[at + 2] & 0xff) << 16
                    | (data[at + 3] & 0xff) << 24;
            k *= M;
            k ^= k >>> R;
            k *= M;
            h = (h * M) ^ k;
        }
        int tail = length & ~3;
        int left = length & 3;
        if (left > 2) {
            h ^= (data[tail + 2] & 0xff) << 16;
        }
        if (left > 1) {
            h ^= (data[tail + 1] & 0xff) << 8;
        }
        if (left > 0) {
            h = (h ^ (data[tail] & 0xff)) * M;
        }
        h ^= h >>> 13;
        h *= M;
        return h ^ (h >>> 15);
    }
}
