package io.tallystick.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.schemas.topics.Topic;
import java.time.Duration;
import java.util.Map;

/** Fills the log while rating is away and watches how fast it is drained. */
final class Drain {
    private static final Duration LIMIT = Duration.ofMinutes(20);

    private final Run run;
    private long written;

    Drain(Run run) {
        this.run = run;
    }

    /**
     * What a measured part came to.
     *
     * @param events received in it
     * @param nanos its length
     * @param micros processor time of an event by part
     */
    record Drained(long events, long nanos, Map<String, String> micros) {}

    /** How far rating was at a moment. */
    private record Sample(long received, long nanos, Map<String, Duration> processor) {}

    /** Writes {@code events} more; the first {@code skip} of them are not measured, since the services have just started. */
    Drained measure(long events, long skip) {
        BenchStack stack = run.stack();
        run.awaitVisible();
        long before = run.reconciliation().get("received").longValue();
        stack.stopServices();
        run.say("writing " + events + " events to the log while the services are away");
        long end = written + events;
        written = new RawLog(stack.kafka().bootstrapServers())
                .write(Topic.USAGE_EVENTS.topicName(), run.writer(), written, position -> position < end);
        run.say("starting the services again");
        stack.startServices(Map.of());
        Sample first = awaitReceived(before + skip);
        Sample last = awaitReceived(before + events);
        run.awaitVisible();
        long measured = last.received() - first.received();
        if (measured * 2 < events - skip) {
            throw new BenchFailure("rating was done with all but " + measured + " of " + events
                    + " events before it could be watched: take more --events");
        }
        return new Drained(
                measured,
                last.nanos() - first.nanos(),
                Times.microsPerEvent(first.processor(), last.processor(), measured));
    }

    /** What is rated is not needed in the log: it would take more room than what is stored. */
    void forgetLog() {
        new RawLog(run.stack().kafka().bootstrapServers()).forget(Topic.USAGE_EVENTS.topicName());
    }

    /** Compares every customer and every count with the naive computation. */
    void verify() {
        run.verifyWritten(written);
    }

    private Sample awaitReceived(long wanted) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            JsonNode now = run.reconciliation();
            long received = now.get("received").longValue();
            if (received >= wanted) {
                return new Sample(received, System.nanoTime(), run.stack().processorTime());
            }
            if (System.nanoTime() > deadline) {
                throw new BenchFailure("after " + LIMIT.toSeconds() + " s rating has " + received + " of " + wanted);
            }
            Api.pause(Duration.ofMillis(50));
        }
    }
}
