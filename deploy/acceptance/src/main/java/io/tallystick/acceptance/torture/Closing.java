package io.tallystick.acceptance.torture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tallystick.launcher.client.ApiProblem;
import io.tallystick.launcher.client.TallyClient;
import java.time.Duration;
import java.time.Instant;

/** A close, followed to its end over restarts of the services. */
public final class Closing {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private Closing() {}

    /**
     * Asks for the close until somebody has heard it, with the same idempotency key each time.
     *
     * @return its id
     */
    static String begin(TallyClient client, Instant cutoff, Duration patience) {
        String[] id = new String[1];
        Wait.until(patience, "a close is begun", () -> {
            try {
                id[0] = client.post(
                                "/v1/closes",
                                JsonNodeFactory.instance.objectNode().put("cutoff", cutoff.toString()),
                                "torture")
                        .get("id")
                        .asText();
                return true;
            } catch (ApiProblem problem) {
                return retryable(problem);
            }
        });
        return id[0];
    }

    /**
     * Returns the close when it is completed; what it asks a person about, such as events that nobody has a plan for, is waived.
     *
     * @throws ApiProblem if the close is unknown or refuses
     */
    public static JsonNode complete(TallyClient client, String id) {
        return complete(client, id, PATIENCE);
    }

    static JsonNode complete(TallyClient client, String id, Duration patience) {
        String path = "/v1/closes/" + id;
        JsonNode[] last = new JsonNode[1];
        Wait.until(patience, "close " + id + " is completed", () -> advanced(client, path, last));
        return last[0];
    }

    private static boolean advanced(TallyClient client, String path, JsonNode[] last) {
        try {
            last[0] = client.get(path);
            String state = last[0].path("state").asText();
            if (state.equals("review")) {
                client.post(
                        path + "/waivers",
                        JsonNodeFactory.instance.objectNode().put("reason", "known: the month has strangers"));
                client.post(path + "/approve", JsonNodeFactory.instance.objectNode());
            }
            return state.equals("completed");
        } catch (ApiProblem problem) {
            // Somebody was faster, or the services are away for a moment: look again.
            return problem.status() == 409 ? false : retryable(problem);
        }
    }

    /** Never true: either it shall be tried again, or the problem is thrown. */
    private static boolean retryable(ApiProblem problem) {
        if (problem.passing()) {
            return false;
        }
        throw problem;
    }
}
