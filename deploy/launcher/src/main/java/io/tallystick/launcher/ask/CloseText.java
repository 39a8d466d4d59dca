package io.tallystick.launcher.ask;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.launcher.view.Screen;
import io.tallystick.launcher.view.Text;
import java.math.BigDecimal;
import java.util.Map;

/** A close: how far it is, and when it is done, why it is complete. */
public final class CloseText {
    private CloseText() {}

    /** The progress in one line. */
    public static String progress(JsonNode close) {
        long sealed = close.at("/partitions/sealed").asLong();
        long partitions = close.at("/partitions/of").asLong();
        long made = close.at("/invoices/made").asLong();
        long invoices = close.at("/invoices/of").asLong();
        return "  " + Screen.bar(sealed + made, partitions + Math.max(invoices, 1)) + " "
                + Text.left(close.path("state").asText(), 10) + " " + sealed + " of " + partitions
                + " partitions sealed, " + made + " of " + invoices + " invoices made";
    }

    /** One line of a list. */
    public static String row(JsonNode close) {
        return "  " + close.path("id").asText() + "  up to "
                + close.path("cutoff").asText() + "  "
                + Text.left(close.path("state").asText(), 10)
                + Text.right(Text.count(close.at("/invoices/made").asLong()), 8) + " invoices"
                + Text.right(Text.count(close.path("lines").asLong()), 9) + " lines";
    }

    /** A completed close with its proof. */
    public static void show(JsonNode close, Screen screen) {
        JsonNode proof = close.path("proof");
        screen.line("Closed up to " + close.path("cutoff").asText() + ", close "
                + close.path("id").asText());
        screen.line("  events before the barrier "
                + Text.right(Text.count(proof.path("received").asLong()), 12));
        for (Map.Entry<String, JsonNode> one : proof.path("dispositions").properties()) {
            screen.line("    " + Text.left(one.getKey(), 24)
                    + Text.right(Text.count(one.getValue().asLong()), 12));
        }
        screen.line("  lines sealed and collected"
                + Text.right(Text.count(proof.path("lines").asLong()), 11) + ", differences "
                + proof.path("differences").asInt());
        JsonNode outcome = close.path("outcome");
        screen.line("  invoices                  "
                + Text.right(Text.count(outcome.path("invoices").asLong()), 12));
        for (Map.Entry<String, JsonNode> one : outcome.path("invoiced").properties()) {
            screen.line("    " + Text.left(one.getKey(), 24)
                    + Text.right(Text.decimal(new BigDecimal(one.getValue().asText())), 12));
        }
        for (JsonNode exception : close.path("exceptions")) {
            screen.line("  not invoiced: " + exception.path("customerId").asText() + ": "
                    + exception.path("detail").asText() + " ("
                    + exception.path("code").asText() + ")");
        }
    }
}
