package io.tallystick.launcher.ask;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.launcher.view.Screen;
import io.tallystick.launcher.view.Text;
import java.util.List;

/** Backfills. */
public final class BackfillText {
    private static final int SHOWN = 20;

    private BackfillText() {}

    /** All of them, one a row. */
    public static void list(List<JsonNode> backfills, Screen screen) {
        if (backfills.isEmpty()) {
            screen.line("There is no backfill yet; ./tally backfill open NAME --reason \"…\" begins one.");
        }
        for (JsonNode one : backfills) {
            screen.line("  " + Text.left(one.path("name").asText(), 28)
                    + Text.left(one.path("state").asText(), 12) + counts(one));
        }
    }

    /** One of them, and what comes next. */
    public static void show(JsonNode backfill, Screen screen) {
        String name = backfill.path("name").asText();
        screen.line("Backfill " + name + " (" + backfill.path("id").asText() + ") is "
                + backfill.path("state").asText() + ": " + counts(backfill) + ".");
        screen.line("  " + backfill.path("author").asText() + " opened it because \""
                + backfill.path("reason").asText() + "\".");
        switch (backfill.path("state").asText()) {
            case "open" ->
                screen.line("Next: ./tally backfill send " + name + " FILE, then preview, then commit or revert it.");
            case "committed" -> {
                if (backfill.path("unmatched").asLong() > 0) {
                    screen.line("Some of it found nothing to be billed to: ./tally unmatched says why.");
                }
            }
            case "reverted" -> screen.line("Nothing of it is billed. A mended copy may have the same ids.");
            default -> screen.line("It goes on by itself: ./tally backfill");
        }
    }

    /** How far a decision is. */
    public static String progress(JsonNode backfill) {
        return backfill.path("partitionsDone").asText() + " of "
                + backfill.path("partitions").asText() + " partitions done";
    }

    /** What was sent. */
    public static void sent(String name, long accepted, long refused, Screen screen) {
        screen.line(
                Text.count(accepted) + " events are in the log and wait; " + Text.count(refused) + " were refused.");
        screen.line("Next: ./tally backfill preview " + name);
    }

    /** What a commit would do. */
    public static void forecast(String name, JsonNode forecast, Screen screen) {
        screen.line("Nothing is stored. A commit of " + name + " would do this, for "
                + Text.count(forecast.path("customers").asLong()) + " customers:");
        forecast.path("events")
                .properties()
                .forEach(entry -> screen.line(
                        "  " + Text.right(Text.count(entry.getValue().asLong()), 10) + " events "
                                + meaning(entry.getKey())));
        int shown = 0;
        for (JsonNode line : forecast.path("lines")) {
            if (shown++ < SHOWN) {
                CorrectionText.line(line, screen);
            }
        }
        long more = Math.max(0, shown - SHOWN) + forecast.path("moreLines").asLong();
        if (more > 0) {
            screen.line("  … and " + Text.count(more) + " more lines; --json prints up to a thousand");
        }
        CorrectionText.totals(forecast.path("totals"), screen);
        forecast.path("adjustments")
                .properties()
                .forEach(entry -> screen.line("  Of that, " + entry.getValue().asText() + " " + entry.getKey()
                        + " corrects periods that a close holds already."));
        screen.line("Next: ./tally backfill commit " + name + ", or ./tally backfill revert " + name);
    }

    private static String meaning(String disposition) {
        return switch (disposition) {
            case "rated" -> "would count";
            case "duplicate" -> "are known already and would be set aside";
            case "conflict" -> "are known with another content; the first would stay";
            default -> "would find nothing to be billed to";
        };
    }

    private static String counts(JsonNode backfill) {
        return Text.count(backfill.path("waiting").asLong()) + " events wait, "
                + Text.count(backfill.path("rated").asLong()) + " count, "
                + Text.count(backfill.path("repeated").asLong()) + " were known already, "
                + Text.count(backfill.path("unmatched").asLong()) + " unmatched, "
                + Text.count(backfill.path("reverted").asLong()) + " reverted";
    }
}
