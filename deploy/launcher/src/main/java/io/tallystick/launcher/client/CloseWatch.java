package io.tallystick.launcher.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.function.Consumer;

/** Follows a close until it ends or waits for people, also over a restart of the services. */
public final class CloseWatch {
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final TallyClient client;

    /** A watch that asks through {@code client}. */
    public CloseWatch(TallyClient client) {
        this.client = client;
    }

    /**
     * Returns when the close is completed or cancelled, or waits for somebody: then it says for what ({@code waitingFor}).
     *
     * @param id of the close
     * @param progress hears of every state that was seen
     * @throws ApiProblem if the close is unknown, or does not move for five minutes
     */
    public JsonNode await(String id, Consumer<JsonNode> progress) {
        Duration still = Duration.ZERO;
        String before = "";
        while (true) {
            try {
                JsonNode close = client.get("/v1/closes/" + id);
                progress.accept(close);
                if (isAtRest(close)) {
                    return close;
                }
                String now = close.toString();
                still = now.equals(before) ? still.plus(LOOK_EVERY) : Duration.ZERO;
                before = now;
                if (still.compareTo(PATIENCE) >= 0) {
                    throw ApiProblem.local(
                            "close_stuck", "Close " + id + " has not moved for five minutes: " + now + ".");
                }
            } catch (ApiProblem problem) {
                if (!problem.passing() || still.compareTo(PATIENCE) >= 0) {
                    throw problem;
                }
                still = still.plus(LOOK_EVERY);
            }
            pause();
        }
    }

    /** Whether it ended, or the next step is somebody's. */
    private static boolean isAtRest(JsonNode close) {
        String state = close.path("state").asText();
        return state.equals("completed")
                || state.equals("cancelled")
                || (!state.equals("sealing") && !close.path("waitingFor").isEmpty());
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_EVERY);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw ApiProblem.local("interrupted", "Stopped while waiting for the close; it goes on by itself.");
        }
    }
}
