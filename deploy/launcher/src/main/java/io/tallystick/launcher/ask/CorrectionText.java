package io.tallystick.launcher.ask;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.launcher.view.Screen;
import io.tallystick.launcher.view.Text;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Corrections and their money effect. */
public final class CorrectionText {
    private static final Map<String, String> DONE = Map.of("void", "voided", "amend", "amended", "release", "released");

    private CorrectionText() {}

    /** What was done to an event, and whether it has taken effect. */
    public static void made(String event, JsonNode correction, Screen screen) {
        String what = DONE.getOrDefault(correction.path("kind").asText(), "corrected");
        switch (correction.path("state").asText()) {
            case "applied" -> screen.line("Event " + event + " is " + what + ".");
            case "pending" ->
                screen.line("Event " + event + " will be " + what
                        + " as soon as the log is read: ./tally corrections shows when that is done.");
            default ->
                screen.line("Event " + event + " was not " + what + ": "
                        + correction.path("outcome").asText() + ". ./tally trace tells its story.");
        }
    }

    /** Line by line what changes. */
    public static void effect(String title, JsonNode effect, Screen screen) {
        if (!title.isEmpty()) {
            screen.line(title);
        }
        if (effect.path("lines").isEmpty()) {
            screen.line("  No line changes: the event is not billed.");
        }
        effect.path("lines").forEach(line -> line(line, screen));
        totals(effect.path("totals"), screen);
    }

    /** One line before and after, and on which invoice the difference stands. */
    static void line(JsonNode line, Screen screen) {
        screen.line("  " + Text.left(line.path("description").asText(), 58)
                + Text.right(amount(line, "amountBefore"), 14) + " -> " + Text.right(amount(line, "amountAfter"), 14)
                + " "
                + line.path("currency").asText());
        screen.line("      "
                + (line.hasNonNull("adjusts")
                        ? "an adjustment line on the next invoice; it corrects line "
                                + line.path("adjusts").asText()
                        : "the line itself moves; no invoice holds it yet"));
    }

    /** What customers pay more or less. */
    static void totals(JsonNode totals, Screen screen) {
        totals.properties().forEach(total -> {
            BigDecimal value = new BigDecimal(total.getValue().asText());
            String what = value.signum() < 0 ? "less" : "more";
            screen.line("  Together " + Text.decimal(value.abs()) + " " + total.getKey() + " " + what + ".");
        });
    }

    /** Corrections, one in two rows. */
    public static void list(List<JsonNode> made, Screen screen) {
        if (made.isEmpty()) {
            screen.line("Nothing was corrected yet.");
        }
        for (JsonNode one : made) {
            screen.line(one.path("requestedAt").asText() + "  "
                    + Text.left(one.path("kind").asText(), 8)
                    + one.path("eventId").asText() + " of " + one.path("source").asText() + ", customer "
                    + one.path("customerId").asText() + ": " + state(one));
            screen.line("      by " + one.path("author").asText() + ", because \""
                    + one.path("reason").asText() + "\""
                    + (one.hasNonNull("replacementId")
                            ? "; " + one.path("replacementId").asText() + " counts instead"
                            : ""));
        }
    }

    private static String state(JsonNode correction) {
        String state = correction.path("state").asText();
        return state.equals("refused")
                ? "refused, " + correction.path("outcome").asText()
                : state;
    }

    private static String amount(JsonNode line, String field) {
        return line.hasNonNull(field)
                ? Text.decimal(new BigDecimal(line.path(field).asText()))
                : "none";
    }
}
