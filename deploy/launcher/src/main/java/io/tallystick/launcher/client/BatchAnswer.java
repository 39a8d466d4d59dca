package io.tallystick.launcher.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What the door said to a batch.
 *
 * @param accepted how many events are in the log now
 * @param refused those that are not, with their reasons
 */
public record BatchAnswer(int accepted, List<Refused> refused) {
    /** Copies the list. */
    public BatchAnswer {
        refused = List.copyOf(refused);
    }

    static BatchAnswer of(JsonNode body) {
        List<Refused> refused = new ArrayList<>();
        for (JsonNode result : body.path("results")) {
            if (result.path("status").asText().equals("refused")) {
                refused.add(new Refused(
                        result.path("index").asInt(),
                        result.path("code").asText(),
                        result.path("pointer").asText(),
                        result.path("detail").asText()));
            }
        }
        return new BatchAnswer(body.path("accepted").asInt(), refused);
    }

    /**
     * An event that was not accepted.
     *
     * @param index its place in the batch, from 0
     * @param code the stable reason
     * @param pointer where in the event
     * @param detail one sentence
     */
    public record Refused(int index, String code, String pointer, String detail) {}
}
