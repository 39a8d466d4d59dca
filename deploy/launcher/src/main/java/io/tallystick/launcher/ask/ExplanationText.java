package io.tallystick.launcher.ask;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.launcher.view.Screen;
import io.tallystick.launcher.view.Text;
import java.math.BigDecimal;

/** A line down to its arithmetic and the first events behind it. */
public final class ExplanationText {
    private static final int LABEL = 40;

    private ExplanationText() {}

    /**
     * Writes the explanation.
     *
     * @param explanation answer of {@code GET /v1/usage/lines/{id}/explanation}
     * @param events how many of the events at most
     */
    public static void show(JsonNode explanation, int events, Screen screen) {
        JsonNode sentences = explanation.path("sentences");
        JsonNode line = explanation.path("line");
        screen.line("  " + sentences.path(0).asText());
        screen.gap();
        // The sentences between the first and the last say the arithmetic in words; here it is a table.
        for (JsonNode step : line.path("steps")) {
            screen.line("  " + Text.left(step.path("label").asText(), LABEL) + Text.right(arithmetic(step), 26)
                    + Text.right(decimal(step, "amount"), 16));
        }
        screen.line(
                "  " + Text.left("rounded once", LABEL) + Text.right("", 26) + Text.right(decimal(line, "amount"), 16)
                        + " " + line.path("currency").asText());
        screen.line("  " + sentences.path(sentences.size() - 1).asText());
        String title = line.hasNonNull("adjusts")
                ? "  events that make the difference"
                : "  the first of " + Text.count(line.path("eventCount").asLong()) + " events";
        showEvents(explanation.path("events"), title, events, screen);
    }

    private static void showEvents(JsonNode events, String title, int most, Screen screen) {
        if (events.isEmpty()) {
            return;
        }
        screen.gap();
        screen.line(title);
        for (int i = 0; i < Math.min(most, events.size()); i++) {
            JsonNode event = events.get(i);
            screen.line("  " + Text.left(event.path("time").asText(), 28)
                    + Text.left(event.path("source").asText(), 16) + " "
                    + Text.left(event.path("id").asText(), 36)
                    + Text.right(event.path("quantity").asText(), 12));
            if (event.hasNonNull("takenOut")) {
                screen.line("      " + takenOut(event));
            }
        }
    }

    private static String takenOut(JsonNode event) {
        JsonNode by = event.path("takenOut");
        String what = event.path("change").asText().equals("taken_out")
                ? "taken out of the line that this one corrects"
                : "counted here for a while, and was taken out";
        return by.hasNonNull("kind")
                ? what + " (" + by.path("kind").asText() + " by "
                        + by.path("author").asText() + ", because \""
                        + by.path("reason").asText() + "\")"
                : what + " by the record at position " + by.path("offset").asText();
    }

    private static String arithmetic(JsonNode step) {
        if (!step.hasNonNull("quantity")) {
            return "";
        }
        return decimal(step, "quantity") + (step.hasNonNull("unitPrice") ? " × " + decimal(step, "unitPrice") : "");
    }

    private static String decimal(JsonNode node, String field) {
        return Text.decimal(new BigDecimal(node.path(field).asText("0")));
    }
}
