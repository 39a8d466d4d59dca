package io.tallystick.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.demo.DemoMonth;
import io.tallystick.launcher.ask.ExplanationText;
import io.tallystick.launcher.client.ApiProblem;
import io.tallystick.launcher.client.TallyClient;
import io.tallystick.launcher.view.Screen;
import java.time.Instant;
import java.util.Comparator;

/** Explains one line of the month. */
final class DemoExplanation {
    private static final int EVENTS = 3;

    private final TallyClient client;
    private final Screen screen;

    DemoExplanation(TallyClient client, Screen screen) {
        this.client = client;
        this.screen = screen;
    }

    /** Explains the line of a charge in the month; returns its id. */
    String show(String customerId, String charge) {
        JsonNode line = client.list("/v1/usage/lines?customerId=" + customerId).stream()
                .filter(one -> one.path("chargeKey").asText().equals(charge))
                .filter(one -> start(one).isBefore(DemoMonth.CUTOFF))
                .max(Comparator.comparing(DemoExplanation::start))
                .orElseThrow(() -> ApiProblem.local(
                        "no_such_line", "Customer " + customerId + " has no line for " + charge + "."));
        String id = line.get("id").asText();
        screen.line("One line explained, down to its arithmetic and its events");
        ExplanationText.show(client.get("/v1/usage/lines/" + id + "/explanation?limit=" + EVENTS), EVENTS, screen);
        return id;
    }

    private static Instant start(JsonNode line) {
        return Instant.parse(line.get("servicePeriodStart").asText());
    }
}
