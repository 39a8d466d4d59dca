package io.tallystick.launcher.ask;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.launcher.view.Screen;

/** What a draft of a plan would have changed. */
public final class WhatIfText {
    private WhatIfText() {}

    /** How far it is, in one line. */
    public static String progress(JsonNode whatIf) {
        JsonNode progress = whatIf.path("progress");
        return "%s of %s customers, %s events"
                .formatted(
                        progress.path("customers").asText(),
                        progress.path("of").asText(),
                        progress.path("events").asText());
    }

    /** The totals, and who wins and loses most. */
    public static void show(JsonNode whatIf, JsonNode winners, JsonNode losers, JsonNode unknown, Screen screen) {
        screen.line("  what-if " + whatIf.path("id").asText() + ": "
                + whatIf.path("plan").asText() + ", "
                + whatIf.path("from").asText() + " to " + whatIf.path("to").asText() + ", "
                + whatIf.path("state").asText() + ", " + progress(whatIf));
        for (JsonNode total : whatIf.path("totals")) {
            screen.line("  in all %s %s instead of %s (%s); %s pay less, %s more, %s the same"
                    .formatted(
                            total.path("currency").asText(),
                            total.path("would").asText(),
                            total.path("was").asText(),
                            signed(total.path("delta").asText()),
                            total.path("winners").asText(),
                            total.path("losers").asText(),
                            total.path("unchanged").asText()));
        }
        rows("pay less", winners, screen);
        rows("pay more", losers, screen);
        for (JsonNode one : unknown) {
            screen.line("  %s could not be computed: %s"
                    .formatted(
                            one.path("customerId").asText(), one.path("problem").asText()));
        }
    }

    private static void rows(String title, JsonNode rows, Screen screen) {
        if (rows.isEmpty()) {
            return;
        }
        screen.line("  " + title + ":");
        for (JsonNode one : rows) {
            screen.line("    %-24s %14s -> %14s %s  %s"
                    .formatted(
                            one.path("customerId").asText(),
                            one.path("was").asText(),
                            one.path("would").asText(),
                            one.path("currency").asText(),
                            signed(one.path("delta").asText())));
        }
    }

    private static String signed(String amount) {
        return amount.startsWith("-") ? amount : "+" + amount;
    }
}
