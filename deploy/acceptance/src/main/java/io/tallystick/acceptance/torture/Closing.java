package io.tallystick.acceptance.torture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tallystick.launcher.client.ApiProblem;
import io.tallystick.launcher.client.TallyClient;
import java.time.Duration;

/** A close, followed to its end over restarts of the services. */
public final class Closing {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private Closing() {}

    /**
     * Returns the close when it is completed; what it asks a person about, such as events that nobody has a plan for, is waived.
     *
     * @throws ApiProblem if the close is unknown or refuses
     */
    public static JsonNode complete(TallyClient client, String id) {
        String path = "/v1/closes/" + id;
        Wait.until(PATIENCE, "close " + id + " is completed", () -> advanced(client, path));
        return client.get(path);
    }

    private static boolean advanced(TallyClient client, String path) {
        try {
            String state = client.get(path).path("state").asText();
            if (state.equals("review")) {
                client.post(
                        path + "/waivers",
                        JsonNodeFactory.instance.objectNode().put("reason", "known: the month has strangers"));
                client.post(path + "/approve", JsonNodeFactory.instance.objectNode());
            }
            return state.equals("completed");
        } catch (ApiProblem problem) {
            // Somebody was faster, or the services are away for a moment: look again.
            if (problem.passing() || problem.status() == 409) {
                return false;
            }
            throw problem;
        }
    }
}
