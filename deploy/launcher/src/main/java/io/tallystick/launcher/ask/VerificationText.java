package io.tallystick.launcher.ask;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.launcher.view.Screen;
import java.time.Duration;
import java.time.Instant;

/** What a second computation found. */
public final class VerificationText {
    private static final int SHOWN = 50;

    private VerificationText() {}

    /** How far it is, in one line. */
    public static String progress(JsonNode report) {
        return "%s customers, %s events, %s lines computed again, %s differ"
                .formatted(
                        report.path("customers").asText(),
                        report.path("events").asText(),
                        report.path("lines").asText(),
                        report.path("differences").asText());
    }

    /** The whole report. */
    public static void show(JsonNode report, Screen screen) {
        screen.line("  " + progress(report) + " (" + report.path("from").asText() + " to "
                + report.path("to").asText() + ", " + seconds(report) + " s)");
        if (!report.path("state").asText().equals("completed")) {
            screen.line(
                    "  It did not come to its end: " + report.path("problem").asText());
        }
        int shown = 0;
        for (JsonNode one : report.path("found")) {
            if (shown++ == SHOWN) {
                screen.line("  … and more; --json prints up to a thousand");
                return;
            }
            screen.line("  %s %s %s, line %s: %s is %s, computed %s"
                    .formatted(
                            one.path("customerId").asText(),
                            one.path("charge").asText(),
                            one.path("start").asText(),
                            one.path("lineId").asText("none"),
                            one.path("field").asText(),
                            one.path("stored").asText("missing"),
                            one.path("computed").asText("nothing")));
        }
    }

    private static String seconds(JsonNode report) {
        if (!report.hasNonNull("finishedAt")) {
            return "?";
        }
        Duration took = Duration.between(
                Instant.parse(report.path("startedAt").asText()),
                Instant.parse(report.path("finishedAt").asText()));
        return took.toSeconds() + "." + took.toMillisPart() / 100;
    }
}
