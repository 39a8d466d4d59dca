package io.tallystick.rating.stream;

import io.tallystick.rating.app.RatedLog;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.producer.Producer;

/** The publisher without its thread: whoever holds it says when a round is due. */
public final class StepwisePublisher implements RatedLog {
    private final RatedPublisher real;

    /** Publishes by {@code clients}, made by their transactional id, and tells {@code marks} what is acknowledged. */
    public StepwisePublisher(
            Function<String, Producer<byte[], byte[]>> clients,
            Consumer<Map<Integer, Long>> marks,
            LongSupplier nanoTime) {
        this.real = new RatedPublisher(new Rounds(clients), Integer.MAX_VALUE, Duration.ZERO, marks, nanoTime);
    }

    /** The group has a new generation, in which it is this member. */
    public void member(ConsumerGroupMetadata now) {
        real.member(now);
    }

    /** Does one round; what fails is given back before it is thrown. */
    public void round() {
        real.round();
    }

    @Override
    public void awaitRoom() throws InterruptedException {
        real.awaitRoom();
    }

    @Override
    public Outlet open(int partition) {
        return real.open(partition);
    }

    @Override
    public Optional<Long> publishedUpTo(int partition) {
        return real.publishedUpTo(partition);
    }
}
