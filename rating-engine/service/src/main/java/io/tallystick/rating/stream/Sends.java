package io.tallystick.rating.stream;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Records that are sent together and acknowledged together. */
final class Sends {
    private final Producer<byte[], byte[]> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    Sends(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    void send(ProducerRecord<byte[], byte[]> record) {
        var _ = producer.send(record, (_, trouble) -> {
            if (trouble != null) {
                failure.compareAndSet(null, trouble);
            }
        });
    }

    /**
     * Waits until the log has acknowledged every record, or has refused one for good.
     *
     * @throws Unacknowledged if it has refused one
     */
    void await() {
        producer.flush();
        Exception trouble = failure.get();
        if (trouble != null) {
            throw new Unacknowledged(trouble);
        }
    }

    /** At least one record of the group may be missing from the log. */
    static final class Unacknowledged extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unacknowledged(Exception cause) {
            super("the log did not acknowledge: " + cause.getMessage(), cause);
        }
    }
}
