package io.tallystick.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.tallystick.schemas.access.AccessKey;
import io.tallystick.schemas.billing.BillingEvent;
import io.tallystick.schemas.control.ControlRecord;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.meter.Meter;
import io.tallystick.schemas.problem.Problem;
import io.tallystick.schemas.rated.LinesCounted;
import io.tallystick.schemas.rated.Progress;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Sealed;
import io.tallystick.schemas.usage.RejectedEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A message that was once on the wire stays readable, and the schema says what is on the wire. Golden files are only added. */
final class GoldenMessagesTest {
    private static final Map<String, Class<?>> MESSAGES = Map.ofEntries(
            Map.entry("meter", Meter.class),
            Map.entry("rated-line", RatedLine.class),
            Map.entry("sealed", Sealed.class),
            Map.entry("sealed-with-notices", Sealed.class),
            Map.entry("progress", Progress.class),
            Map.entry("rejected-event", RejectedEvent.class),
            Map.entry("seal-requested", ControlRecord.SealRequested.class),
            Map.entry("customer-changed", ControlRecord.CustomerChanged.class),
            Map.entry("periods-due", ControlRecord.PeriodsDue.class),
            Map.entry("usage-corrected", ControlRecord.UsageCorrected.class),
            Map.entry("subscription-retried", ControlRecord.SubscriptionRetried.class),
            Map.entry("usage-replayed", ControlRecord.UsageReplayed.class),
            Map.entry("door-counted", ControlRecord.DoorCounted.class),
            Map.entry("lines-count-requested", ControlRecord.LinesCountRequested.class),
            Map.entry("lines-collected", ControlRecord.LinesCollected.class),
            Map.entry("lines-counted", LinesCounted.class),
            Map.entry("backfill-decided", ControlRecord.BackfillDecided.class),
            Map.entry("access-key", AccessKey.class),
            Map.entry("billing-event", BillingEvent.class),
            Map.entry("problem", Problem.class));

    static Stream<String> messages() {
        return MESSAGES.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void a_golden_message_is_read_and_written_again_with_the_same_content(String name) throws IOException {
        JsonNode golden = Json.MAPPER.readTree(resource("/golden/" + name + ".json"));

        Object message = Json.MAPPER.treeToValue(golden, MESSAGES.get(name));

        assertEquals(golden, Json.MAPPER.readTree(Json.bytes(message)));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void a_golden_message_meets_its_schema(String name) throws IOException {
        String schema = name.replaceFirst("-with-.*", "");
        assertEquals(List.of(), violations(schema, resource("/golden/" + name + ".json")));
    }

    @Test
    void a_golden_usage_event_meets_its_schema() throws IOException {
        assertEquals(List.of(), violations("usage-event", resource("/golden/usage-event.json")));
    }

    @Test
    void a_schema_refuses_an_amount_that_is_a_binary_number() throws IOException {
        String line = new String(resource("/golden/rated-line.json"), StandardCharsets.UTF_8)
                .replace("\"amount\": \"240.00\"", "\"amount\": 240.00");

        List<Error> violations = violations("rated-line", line.getBytes(StandardCharsets.UTF_8));

        assertTrue(
                violations.stream()
                        .anyMatch(
                                error -> error.getInstanceLocation().toString().equals("/amount")),
                () -> "expected a violation at /amount, got " + violations);
    }

    private static List<Error> violations(String name, byte[] json) throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(
                        new String(resource("/schemas/" + name + ".schema.json"), StandardCharsets.UTF_8),
                        InputFormat.JSON);
        return schema.validate(
                new String(json, StandardCharsets.UTF_8),
                InputFormat.JSON,
                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }

    static byte[] resource(String path) throws IOException {
        try (InputStream in = GoldenMessagesTest.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IOException("no resource " + path);
            }
            return in.readAllBytes();
        }
    }
}
