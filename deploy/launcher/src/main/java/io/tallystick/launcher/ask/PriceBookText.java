package io.tallystick.launcher.ask;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.launcher.view.Screen;
import java.util.ArrayList;
import java.util.List;

/** What a price book says, or what is wrong with it. */
public final class PriceBookText {
    private PriceBookText() {}

    /** Writes the answer to a check or a load; true if there is nothing to mend. */
    public static boolean show(JsonNode answer, boolean checked, Screen screen) {
        for (JsonNode finding : answer.path("findings")) {
            String value =
                    finding.hasNonNull("value") ? " \"" + finding.get("value").asText() + "\"" : "";
            screen.line("  " + finding.path("pointer").asText() + value + ": "
                    + finding.path("rule").asText() + " ("
                    + finding.path("code").asText() + ")");
        }
        if (!answer.path("findings").isEmpty()) {
            screen.line(answer.path("findings").size() + " findings; nothing was loaded.");
            return false;
        }
        if (checked) {
            screen.line("The price book is right. Nothing was loaded; ./tally price-book load does that.");
            return true;
        }
        screen.line("Meters: " + words(answer.at("/meters/created"), "new")
                + words(answer.at("/meters/unchanged"), "as before"));
        List<String> plans = new ArrayList<>();
        for (JsonNode plan : answer.path("plans")) {
            plans.add(plan.path("key").asText() + "@" + plan.path("version").asInt() + " "
                    + (plan.path("state").asText().equals("published") ? "published" : "as before"));
        }
        screen.line("Plans: " + String.join(", ", plans) + ".");
        return true;
    }

    private static String words(JsonNode keys, String what) {
        List<String> names = new ArrayList<>();
        keys.forEach(key -> names.add(key.asText()));
        return names.isEmpty() ? "" : String.join(", ", names) + " (" + what + ") ";
    }
}
