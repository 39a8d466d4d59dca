package io.tallystick.launcher.ask;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.launcher.view.Screen;
import io.tallystick.launcher.view.Text;
import java.math.BigDecimal;
import java.util.Map;

/** A close: how far it is, what it waits for, and when it is done, why it is complete. */
public final class CloseText {
    private static final int SHOWN = 12;

    private CloseText() {}

    /** Whether nothing more will happen to it. */
    public static boolean isSettled(JsonNode close) {
        String state = close.path("state").asText();
        return state.equals("completed") || state.equals("cancelled");
    }

    /** The progress in one line. */
    public static String progress(JsonNode close) {
        long sealed = close.at("/partitions/sealed").asLong();
        long partitions = close.at("/partitions/of").asLong();
        long drafted = close.at("/drafts/made").asLong();
        long customers = close.at("/drafts/of").asLong();
        long made = close.at("/invoices/made").asLong();
        long invoices = close.at("/invoices/of").asLong();
        return "  "
                + Screen.bar(sealed + drafted + made, partitions + Math.max(customers, 1) + Math.max(invoices, 1)) + " "
                + Text.left(close.path("state").asText(), 10) + " " + sealed + " of " + partitions
                + " partitions sealed, " + drafted + " of " + customers + " customers drafted, " + made + " of "
                + invoices + " invoices made";
    }

    /** One line of a list. */
    public static String row(JsonNode close) {
        return "  " + close.path("id").asText() + "  up to "
                + close.path("cutoff").asText() + "  "
                + Text.left(close.path("state").asText(), 10)
                + Text.right(Text.count(close.at("/invoices/made").asLong()), 8) + " invoices"
                + Text.right(Text.count(close.path("lines").asLong()), 9) + " lines";
    }

    /** Where a close stands; a completed one with its proof. */
    public static void show(JsonNode close, Screen screen) {
        String id = close.path("id").asText();
        String state = close.path("state").asText();
        screen.line("Close " + id + " up to " + close.path("cutoff").asText() + ": " + state);
        if (state.equals("cancelled") || close.path("cancellation").isObject()) {
            screen.line("  given up by " + close.at("/cancellation/by").asText() + ": "
                    + close.at("/cancellation/reason").asText());
        }
        if (close.path("proof").isObject()) {
            proof(close.path("proof"), screen);
        }
        if (close.path("outcome").isObject()) {
            outcome(close.path("outcome"), screen);
            screen.line("  approved by " + close.at("/approval/by").asText() + " at "
                    + close.at("/approval/at").asText());
        } else if (close.path("review").isObject()) {
            screen.line("  drafts                    "
                    + Text.right(Text.count(close.at("/review/invoices").asLong()), 12));
        }
        ReviewText.bills(close.path("review"), screen);
        exceptions(close, screen);
        for (JsonNode reason : close.path("waitingFor")) {
            screen.line("  waiting: " + reason.asText());
        }
        switch (state) {
            case "planned" ->
                screen.line(
                        "  next: ./tally close start " + close.path("cutoff").asText());
            case "review" ->
                screen.line(
                        "  next: ./tally close review, then ./tally close waive --reason \"…\", ./tally close approve"
                                + " or ./tally close cancel --reason \"…\"");
            case "approved" -> screen.line("  next: ./tally close finalize");
            default -> {}
        }
    }

    private static void proof(JsonNode proof, Screen screen) {
        screen.line("  events before the barrier "
                + Text.right(Text.count(proof.path("received").asLong()), 12));
        for (Map.Entry<String, JsonNode> one : proof.path("dispositions").properties()) {
            screen.line("    " + Text.left(one.getKey(), 24)
                    + Text.right(Text.count(one.getValue().asLong()), 12));
        }
        screen.line("  lines sealed and collected"
                + Text.right(Text.count(proof.path("lines").asLong()), 11) + ", differences "
                + proof.path("differences").asInt());
    }

    private static void outcome(JsonNode outcome, Screen screen) {
        screen.line("  invoices                  "
                + Text.right(Text.count(outcome.path("invoices").asLong()), 12));
        for (Map.Entry<String, JsonNode> one : outcome.path("invoiced").properties()) {
            screen.line("    " + Text.left(one.getKey() + ", sum of the lines", 24)
                    + Text.right(Text.decimal(new BigDecimal(one.getValue().asText())), 12));
        }
    }

    /** What is not billed, the first of it in whole sentences. */
    public static void exceptions(JsonNode close, Screen screen) {
        int shown = 0;
        for (JsonNode exception : close.path("exceptions")) {
            if (shown++ < SHOWN) {
                exception(exception, screen);
            }
        }
        long more = close.path("exceptionCount").asLong() - Math.min(shown, SHOWN);
        if (more > 0) {
            screen.line("    … and " + Text.count(more) + " more: ./tally close review");
        }
    }

    /** One exception: what it is, and how it was settled or what to do. */
    static void exception(JsonNode exception, Screen screen) {
        screen.line("  " + Text.left(exception.path("state").asText(), 6) + " "
                + exception.path("sentence").asText());
        String state = exception.path("state").asText();
        if (state.equals("waived")) {
            screen.line("         waived by " + exception.at("/waiver/name").asText() + " ("
                    + exception.at("/waiver/by").asText() + "): "
                    + exception.at("/waiver/reason").asText());
        }
    }
}
