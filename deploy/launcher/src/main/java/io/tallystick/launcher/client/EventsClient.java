package io.tallystick.launcher.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Sends batches of events, and the same batch again while the door is closed or too busy: a batch that was half taken is taken whole by
 * the next attempt, because the events that are in the log already are duplicates.
 */
public final class EventsClient {
    private static final String BATCH = "application/cloudevents-batch+json";
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final TallyClient client;
    private final Duration patience;
    private final Consumer<ApiProblem> onWait;

    /**
     * A client for one sender.
     *
     * @param client the connection
     * @param patience how long a batch is tried before its problem is thrown
     * @param onWait hears of each problem that is waited for
     */
    public EventsClient(TallyClient client, Duration patience, Consumer<ApiProblem> onWait) {
        this.client = client;
        this.patience = patience;
        this.onWait = onWait;
    }

    /**
     * Sends a batch of CloudEvents in structured mode.
     *
     * @throws ApiProblem if it was refused as a whole, or the door stayed closed for longer than the patience
     */
    public BatchAnswer send(List<byte[]> events) {
        byte[] body = array(events);
        Duration waited = Duration.ZERO;
        Duration pause = Duration.ofMillis(200);
        while (true) {
            try {
                return BatchAnswer.of(client.post("/v1/events?results=refused", BATCH, body));
            } catch (ApiProblem problem) {
                // Nothing in the batch was acceptable: an answer like any other, event by event.
                if (problem.status() == 422 && problem.body().has("results")) {
                    return BatchAnswer.of(problem.body());
                }
                if (!problem.passing() || waited.compareTo(patience) >= 0) {
                    throw problem;
                }
                onWait.accept(problem);
                Duration wait = problem.status() == 429 ? problem.retryAfter() : pause;
                pause(wait, problem);
                waited = waited.plus(wait);
                pause = min(pause.multipliedBy(2), LONGEST_WAIT);
            }
        }
    }

    private static byte[] array(List<byte[]> events) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(events.size() * 300);
        out.write('[');
        for (int i = 0; i < events.size(); i++) {
            if (i > 0) {
                out.writeBytes(",\n".getBytes(StandardCharsets.US_ASCII));
            }
            out.writeBytes(events.get(i));
        }
        out.write(']');
        return out.toByteArray();
    }

    private static void pause(Duration wait, ApiProblem problem) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw problem;
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
