package io.tallystick.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.launcher.client.EventsClient;
import io.tallystick.launcher.client.TallyClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A line that is damaged where invoices are made is named, holds every close, and lets it go when it is mended. */
@Tag("torture") // not in the suite: three comparisons and two rounds of a close take half a minute
@ResourceLock(SharedStack.NAME)
final class DamagedLineTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String PATH = "/v1/usage/reconciliation";

    @Test
    void a_damaged_line_is_named_and_no_close_goes_on_until_it_is_mended() {
        try (TallyClient client = SharedStack.get().client()) {
            Customer customer = Customer.create("damaged", client);
            EventsClient door = new EventsClient(client, Duration.ofMinutes(1), _ -> {});
            door.send(List.of(customer.compute("e1", "2026-10-05T12:00:00Z", "10")));
            JsonNode line = customer.spend().at("/periods/0/lines/0");
            String id = line.path("id").asText();
            balanced(client);

            set(id, "amount + 1");
            JsonNode damaged = checked(client);
            assertFalse(damaged.path("balanced").asBoolean(), damaged::toString);
            JsonNode differing = check(damaged, "collected_lines_say_the_same").at("/differing/0");
            assertTrue(
                    differing.path("detail").asText().contains("line " + id + " of customer damaged"),
                    damaged::toString);
            ObjectNode asked = JsonNodeFactory.instance.objectNode().put("cutoff", cutoff(client));
            String close = client.post("/v1/closes", asked.put("verify", "full"))
                    .path("id")
                    .asText();
            Wait.until(
                    PATIENCE,
                    "the close says what differs",
                    () -> !show(client, close).path("differences").isEmpty());
            JsonNode refused = show(client, close);
            assertEquals("sealing", refused.path("state").asText());
            assertTrue(refused.path("differences").toString().contains(id), refused::toString);

            set(id, "amount - 1");
            balanced(client);
            Wait.until(PATIENCE, "the close goes on", () -> {
                JsonNode now = show(client, close);
                return now.path("state").asText().equals("completed")
                        || now.path("openExceptions").asLong() > 0;
            });
            if (!show(client, close).path("state").asText().equals("completed")) {
                client.post(
                        "/v1/closes/" + close + "/cancel",
                        JsonNodeFactory.instance.objectNode().put("reason", "others close on this stack, too"));
            }
        }
    }

    /** Just after the last one, or so long ago that nothing is billed. */
    private static String cutoff(TallyClient client) {
        return client.list("/v1/closes").stream()
                .map(close -> Instant.parse(close.path("cutoff").asText()))
                .max(Instant::compareTo)
                .orElse(Instant.parse("2000-01-01T00:00:00Z"))
                .plusSeconds(1)
                .toString();
    }

    private static void set(String id, String amount) {
        SharedStack.get().damage("UPDATE billing.rated_line SET amount = " + amount + " WHERE id = '" + id + "'::uuid");
    }

    private static JsonNode show(TallyClient client, String close) {
        return client.get("/v1/closes/" + close);
    }

    /** What others send meanwhile may be under way between the door and rating at one look, but not at all of them. */
    private static void balanced(TallyClient client) {
        Wait.until(
                PATIENCE,
                "the books balance",
                () -> checked(client).path("balanced").asBoolean());
    }

    /** Checks everything, and waits until the lines are compared too. */
    private static JsonNode checked(TallyClient client) {
        Instant before = at(client.get(PATH));
        client.post(PATH, JsonNodeFactory.instance.objectNode());
        Wait.until(
                PATIENCE, "the lines are compared", () -> at(client.get(PATH)).isAfter(before));
        return client.get(PATH);
    }

    private static Instant at(JsonNode reconciliation) {
        String at =
                check(reconciliation, "lines_are_collected").path("checkedAt").asText("");
        return at.isEmpty() ? Instant.EPOCH : Instant.parse(at);
    }

    private static JsonNode check(JsonNode reconciliation, String name) {
        for (JsonNode one : reconciliation.path("checks")) {
            if (one.path("name").asText().equals(name)) {
                return one;
            }
        }
        return JsonNodeFactory.instance.missingNode();
    }
}
