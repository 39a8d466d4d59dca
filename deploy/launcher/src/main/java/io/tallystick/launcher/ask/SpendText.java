package io.tallystick.launcher.ask;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.launcher.view.Screen;
import io.tallystick.launcher.view.Text;
import java.math.BigDecimal;
import java.time.ZoneId;

/** What a customer owes so far. */
public final class SpendText {
    private static final int DESCRIPTION = 52;
    private static final int AMOUNT = 14;

    private SpendText() {}

    /**
     * Writes the spend.
     *
     * @param spend answer of {@code GET /v1/customers/{id}/spend}
     * @param customer its master data, for its name and zone; may be a missing node
     */
    public static void show(JsonNode spend, JsonNode customer, Screen screen) {
        String id = spend.path("customerId").asText();
        if (spend.path("periods").isEmpty()) {
            screen.line(id + " has no lines yet.");
            return;
        }
        String currency = spend.path("currency").asText();
        screen.line(customer.path("name").asText(id) + ": " + decimal(spend, "total") + " " + currency + ", of which "
                + decimal(spend, "uninvoiced") + " " + currency + " stand on no invoice yet");
        screen.line(freshness(spend));
        ZoneId zone = Dates.zone(customer);
        for (JsonNode period : spend.get("periods")) {
            screen.gap();
            screen.line(Dates.span(period, zone));
            for (JsonNode line : period.get("lines")) {
                screen.line("  " + Text.left(line.path("description").asText(), DESCRIPTION)
                        + Text.right(decimal(line, "amount"), AMOUNT)
                        + (line.path("invoiced").asBoolean() ? "  invoiced" : "          ") + "  "
                        + line.path("id").asText());
            }
            screen.line("  " + Text.left("", DESCRIPTION)
                    + Text.right(decimal(period, "total"), AMOUNT) + " "
                    + period.path("currency").asText(currency));
        }
        screen.gap();
        screen.line("./tally explain <line id> shows the arithmetic and the events behind a line.");
    }

    private static String freshness(JsonNode spend) {
        long underWay = spend.path("eventsUnderWay").asLong();
        String asOf = spend.path("asOf").asText("no event yet");
        return underWay == 0
                ? "as of " + asOf + ", no event is under way"
                : "as of " + asOf + ", " + Text.count(underWay) + " events are under way";
    }

    private static String decimal(JsonNode node, String field) {
        return Text.decimal(new BigDecimal(node.path(field).asText("0")));
    }
}
