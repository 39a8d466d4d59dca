package io.tallystick.acceptance.torture;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.launcher.client.ApiProblem;
import io.tallystick.launcher.client.TallyClient;
import java.time.Duration;

/** A close, followed to its end over restarts of the services. */
final class Closing {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private Closing() {}

    static void complete(TallyClient client, String id) {
        Wait.until(PATIENCE, "close " + id + " is completed", () -> {
            try {
                JsonNode close = client.get("/v1/closes/" + id);
                return close.path("state").asText().equals("completed");
            } catch (ApiProblem problem) {
                if (problem.passing()) {
                    return false;
                }
                throw problem;
            }
        });
    }
}
