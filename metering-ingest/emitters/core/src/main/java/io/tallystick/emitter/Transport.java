package io.tallystick.emitter;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The way of a batch to the log. Only one thread sends. */
public interface Transport extends AutoCloseable {
    /**
     * Sends these events, each a CloudEvent of structured mode, and waits for the answer. Never throws for what the network or
     * the other side does.
     */
    Answer send(List<byte[]> events);

    @Override
    default void close() {}

    /** What became of a batch. */
    sealed interface Answer {}

    /**
     * Durable, but for the refused ones.
     *
     * @param refused those that will never be taken
     */
    record Taken(List<Refused> refused) implements Answer {}

    /**
     * An event that will never be taken.
     *
     * @param index its place in the batch
     * @param reason code and sentence
     */
    record Refused(int index, String reason) {}

    /**
     * The batch cannot be taken as it is: send it in halves, and give a single event up.
     *
     * @param reason why
     */
    record Unfit(String reason) implements Answer {}

    /**
     * Its fate is unknown: send the same again.
     *
     * @param reason why
     * @param after the least time to wait, if the other side asked for one
     */
    record Later(String reason, Optional<Duration> after) implements Answer {}
}
