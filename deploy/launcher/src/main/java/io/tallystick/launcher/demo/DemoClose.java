package io.tallystick.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tallystick.demo.DemoMonth;
import io.tallystick.launcher.ask.CloseText;
import io.tallystick.launcher.client.ApiProblem;
import io.tallystick.launcher.client.CloseWatch;
import io.tallystick.launcher.client.TallyClient;
import io.tallystick.launcher.view.Screen;
import io.tallystick.launcher.view.Text;

/** Closes the month, once, and shows how it gets on. */
final class DemoClose {
    private static final String KEY = "demo-2026-10";
    private static final String REASON = "the demo sends it on purpose";

    private final TallyClient client;
    private final Screen screen;

    DemoClose(TallyClient client, Screen screen) {
        this.client = client;
        this.screen = screen;
    }

    JsonNode run() {
        JsonNode close = follow(start());
        if (close.path("openExceptions").asLong() > 0) {
            close = follow(waive(close));
        }
        screen.line("  ✓ " + Text.count(close.path("lines").asLong()) + " lines on "
                + close.at("/invoices/made").asLong() + " invoices; what was rated and what was collected differ by "
                + close.at("/proof/differences").asInt());
        return close;
    }

    private JsonNode follow(JsonNode asked) {
        JsonNode close =
                new CloseWatch(client).await(asked.get("id").asText(), state -> screen.move(CloseText.progress(state)));
        screen.rest();
        return close;
    }

    /** The demo sends usage that nobody can be billed for, so that there is something to look at in the review. */
    private JsonNode waive(JsonNode close) {
        screen.line("  The close stops for review: not everything that was received is billed.");
        CloseText.exceptions(close, screen);
        screen.line("  → waived: \"" + REASON + "\" (./tally close waive --reason …)");
        return client.post(
                "/v1/closes/" + close.path("id").asText() + "/waivers",
                JsonNodeFactory.instance.objectNode().put("reason", REASON));
    }

    private JsonNode start() {
        try {
            return client.post(
                    "/v1/closes",
                    JsonNodeFactory.instance.objectNode().put("cutoff", DemoMonth.CUTOFF.toString()),
                    KEY);
        } catch (ApiProblem problem) {
            // Somebody closed up to this instant by hand: that close holds the demo's month, too.
            if (problem.status() == 409) {
                return client.list("/v1/closes").stream()
                        .filter(close -> close.path("cutoff").asText().equals(DemoMonth.CUTOFF.toString()))
                        .findFirst()
                        .orElseThrow(() -> problem);
            }
            throw problem;
        }
    }
}
