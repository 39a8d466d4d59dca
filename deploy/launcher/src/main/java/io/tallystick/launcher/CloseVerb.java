package io.tallystick.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.launcher.ask.CloseText;
import io.tallystick.launcher.client.CloseWatch;
import io.tallystick.launcher.client.TallyClient;
import io.tallystick.launcher.view.Screen;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

/** What the verbs of a close have in common. */
abstract class CloseVerb extends Verb {
    /** The close that was named, or the one that is on its way, or the newest. */
    static JsonNode find(TallyClient client, String id) {
        if (id != null) {
            return client.get("/v1/closes/" + TallyClient.escape(id));
        }
        List<JsonNode> closes = client.list("/v1/closes");
        return closes.stream()
                .filter(close -> !CloseText.isSettled(close))
                .findFirst()
                .or(() -> closes.stream().findFirst())
                .orElseThrow(() -> new Refusal(
                        "no_close", "There is no close yet; ./tally close 2026-11-01T00:00:00Z makes one."));
    }

    /** A command on a close. */
    final JsonNode command(TallyClient client, String id, String what, ObjectNode body) {
        return client.post("/v1/closes/" + find(client, id).path("id").asText() + "/" + what, body);
    }

    /** Follows a close until it ends or waits for people, and shows where it stands. */
    final int follow(TallyClient client, String id) {
        Screen screen = screen();
        JsonNode close = new CloseWatch(client).await(id, state -> screen.move(CloseText.progress(state)));
        screen.rest();
        tell(close, () -> CloseText.show(close, screen));
        return close.path("state").asText().equals("completed") ? 0 : 1;
    }

    static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException notAnInstant) {
            throw new Refusal(
                    "invalid_cutoff",
                    "The cut-off \"" + text + "\" is not an instant such as 2026-11-01T00:00:00Z.",
                    notAnInstant);
        }
    }
}
