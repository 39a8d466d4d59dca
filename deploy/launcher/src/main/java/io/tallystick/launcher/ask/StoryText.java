package io.tallystick.launcher.ask;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.launcher.view.Screen;
import io.tallystick.launcher.view.Text;
import java.util.Map;

/** What became of events, and what would mend those that are not billed. */
public final class StoryText {
    private static final Map<String, String> MEANING = Map.of(
            "rated", "It counts.",
            "unmatched", "It is kept, and not billed.",
            "rejected", "It is no acceptable event, and not billed.",
            "voided", "It was taken back, and is not billed.",
            "superseded", "Another event counts instead of it.");

    private StoryText() {}

    /**
     * The story of one event.
     *
     * @param event how it is called
     * @param story answer of {@code GET /v1/usage/events/trace}
     */
    public static void show(String event, JsonNode story, Screen screen) {
        String state = story.path("state").asText();
        screen.line("Event " + event + " of customer "
                + story.path("customerId").asText() + " is " + state + ". " + MEANING.getOrDefault(state, ""));
        story.path("story").forEach(sentence -> screen.line("  " + sentence.asText()));
        if (story.hasNonNull("remedy")) {
            screen.line("What would mend it: " + story.path("remedy").asText());
        }
    }

    /** What is not billed, by reason. */
    public static void unbilled(JsonNode unbilled, Screen screen) {
        if (unbilled.path("reasons").isEmpty()) {
            screen.line("Every accepted event is billed or known not to be chargeable.");
            return;
        }
        screen.line(Text.count(unbilled.path("events").asLong()) + " events are not billed:");
        for (JsonNode reason : unbilled.path("reasons")) {
            screen.line("  " + Text.left(reason.path("reason").asText(), 30)
                    + Text.right(Text.count(reason.path("events").asLong()), 10) + " events of "
                    + Text.count(reason.path("customers").asLong()) + " customers, "
                    + reason.path("disposition").asText() + ", the oldest of "
                    + reason.path("oldest").asText());
            screen.line("      " + reason.path("remedy").asText());
        }
    }

    /** How far a replay is. */
    public static String replay(JsonNode replay) {
        return "  " + replay.path("partitionsDone").asText() + " of "
                + replay.path("partitions").asText() + " partitions have looked, "
                + Text.count(replay.path("mended").asLong()) + " events mended";
    }

    /** What a replay did. */
    public static void replayed(JsonNode replay, Screen screen) {
        long left = replay.path("left").asLong();
        screen.line("Looked at " + Text.count(replay.path("examined").asLong()) + " events again: "
                + Text.count(replay.path("mended").asLong()) + " are billed now, " + Text.count(left)
                + " are as they were.");
        if (left > 0) {
            screen.line("What would mend those: ./tally unmatched");
        }
    }
}
