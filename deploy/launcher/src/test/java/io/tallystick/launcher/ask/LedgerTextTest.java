package io.tallystick.launcher.ask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallystick.launcher.view.Screen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an operator reads about events and corrections: what happened, what it means, and what would mend it. */
class LedgerTextTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Screen screen =
            new Screen(new PrintStream(out, true, StandardCharsets.UTF_8), false, InstantSource.system());

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Test
    void the_story_of_an_event_that_stopped_ends_with_what_would_mend_it() {
        StoryText.show("e-17 of mcp", json("""
                {"customerId":"acme","state":"unmatched","story":["Received at noon."],"remedy":"Begin a subscription."}"""), screen);

        assertEquals(
                List.of(
                        "Event e-17 of mcp of customer acme is unmatched. It is kept, and not billed.",
                        "  Received at noon.",
                        "What would mend it: Begin a subscription."),
                text().lines().toList());
    }

    @Test
    void a_correction_of_a_closed_period_says_that_it_stands_on_the_next_invoice() {
        CorrectionText.effect("", json("""
                {"outcome":"applied","totals":{"USD":"-35.00"},"lines":[{"description":"Calls","currency":"USD",
                 "adjusts":"4f","amountAfter":"-35.00"}]}"""), screen);

        assertTrue(text().contains("none -> ") && text().contains("-35.00 USD"), this::text);
        assertTrue(text().contains("an adjustment line on the next invoice; it corrects line 4f"), this::text);
        assertTrue(text().contains("Together 35.00 USD less."), this::text);
    }

    @Test
    void a_correction_that_the_log_has_not_read_yet_is_not_called_done() {
        CorrectionText.made("e-17 of mcp", json("{\"kind\":\"void\",\"state\":\"pending\"}"), screen);

        assertTrue(text().startsWith("Event e-17 of mcp will be voided as soon as the log is read"), this::text);
    }

    @Test
    void the_forecast_of_a_backfill_says_what_corrects_closed_periods_and_what_comes_next() {
        BackfillText.forecast("lost-day", json("""
                {"customers":2,"events":{"duplicate":1,"rated":7},"totals":{"USD":"14.00"},"adjustments":{"USD":"4.00"},
                 "lines":[],"moreLines":0}"""), screen);

        assertTrue(text().contains("7 events would count"), this::text);
        assertTrue(text().contains("1 events are known already and would be set aside"), this::text);
        assertTrue(text().contains("Of that, 4.00 USD corrects periods that a close holds already."), this::text);
        assertTrue(
                text().endsWith("Next: ./tally backfill commit lost-day, or ./tally backfill revert lost-day\n"),
                this::text);
    }
}
