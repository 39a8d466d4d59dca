package io.tallystick.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.launcher.ask.ExplanationText;
import io.tallystick.launcher.client.ApiProblem;
import io.tallystick.launcher.client.TallyClient;
import io.tallystick.launcher.view.Screen;

/** Explains one line of the month. */
final class DemoExplanation {
    private static final int EVENTS = 3;

    private final TallyClient client;
    private final Screen screen;

    DemoExplanation(TallyClient client, Screen screen) {
        this.client = client;
        this.screen = screen;
    }

    /** Explains the earliest line of a charge; returns its id. */
    String show(String customerId, String charge) {
        JsonNode spend = client.get("/v1/customers/" + customerId + "/spend");
        for (JsonNode period : spend.path("periods")) {
            for (JsonNode line : period.path("lines")) {
                if (line.path("chargeKey").asText().equals(charge)) {
                    String id = line.path("id").asText();
                    screen.line("One line explained: what " + customerId + " pays for " + charge);
                    ExplanationText.show(client.get("/v1/usage/lines/" + id + "/explanation"), EVENTS, screen);
                    return id;
                }
            }
        }
        throw ApiProblem.local("no_such_line", "Customer " + customerId + " has no line for " + charge + ".");
    }
}
