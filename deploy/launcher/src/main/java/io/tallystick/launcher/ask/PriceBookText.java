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
        if (!answer.path("findings").isEmpty()) {
            showFindings(answer.get("findings"), screen);
            return false;
        }
        if (checked) {
            screen.line("The price book is right. Nothing was loaded; ./tally price-book load does that.");
            return true;
        }
        keys("New meters", answer.at("/meters/created"), screen);
        keys("Meters as before", answer.at("/meters/unchanged"), screen);
        List<String> plans = new ArrayList<>();
        for (JsonNode plan : answer.path("plans")) {
            boolean published = plan.path("state").asText().equals("published");
            plans.add(plan.path("key").asText() + "@" + plan.path("version").asInt()
                    + (published ? " published" : " as before"));
        }
        screen.line("Plans: " + String.join(", ", plans));
        return true;
    }

    /** Writes what is wrong, one line for each place. */
    public static void showFindings(JsonNode findings, Screen screen) {
        for (JsonNode finding : findings) {
            String value =
                    finding.hasNonNull("value") ? " \"" + finding.get("value").asText() + "\"" : "";
            screen.line("  " + finding.path("pointer").asText() + value + ": "
                    + finding.path("rule").asText() + " ("
                    + finding.path("code").asText() + ")");
        }
        screen.line(findings.size() + (findings.size() == 1 ? " finding" : " findings") + "; nothing was loaded.");
    }

    private static void keys(String what, JsonNode keys, Screen screen) {
        List<String> names = new ArrayList<>();
        keys.forEach(key -> names.add(key.asText()));
        if (!names.isEmpty()) {
            screen.line(what + ": " + String.join(", ", names));
        }
    }
}
