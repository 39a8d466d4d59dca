package io.tallystick.emitter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeterTest {
    @TempDir
    private Path place;

    private StubIngest ingest;
    private MeterSettings settings;

    @BeforeEach
    void start() {
        ingest = new StubIngest();
        settings = MeterSettings.DEFAULT
                .withSpool(place)
                .withBatches(50, Duration.ofMillis(5))
                .withRetry(Duration.ofMillis(5), Duration.ofMillis(40));
    }

    @AfterEach
    void stop() {
        ingest.close();
    }

    @Test
    void a_call_becomes_one_event_without_its_content() {
        try (Meter meter = meter()) {
            meter.record(call("acme"));
            await(() -> meter.delivery().acknowledged() == 1);
        }

        JsonNode event = ingest.taken().getFirst();
        assertEquals("acme", event.get("subject").asText());
        assertEquals("//mcp.acme.example/weather", event.get("source").asText());
        assertEquals("io.tallystick.mcp.tool-call.v1", event.get("type").asText());
        assertEquals('7', event.get("id").asText().charAt(14));
        assertEquals(
                "{\"mcp.method.name\":\"tools/call\",\"gen_ai.operation.name\":\"execute_tool\","
                        + "\"gen_ai.tool.name\":\"forecast\",\"tool\":\"forecast\",\"model\":\"unspecified\",\"outcome\":\"ok\","
                        + "\"resultType\":\"complete\",\"durationMs\":41,\"requestBytes\":120}",
                event.get("data").toString());
    }

    @Test
    void compute_and_storage_are_decimals_never_floats() {
        try (Meter meter = meter()) {
            meter.record(Hosting.compute("acme", Duration.ofMillis(1_500), Duration.ofSeconds(2), "gpu-t4"));
            meter.record(Hosting.storage("acme", 2_500_000_000L, "standard"));
            await(() -> meter.delivery().acknowledged() == 2);
        }

        assertEquals("1.500", ingest.taken().getFirst().at("/data/seconds").asText());
        assertEquals(
                "2.500000000", ingest.taken().getLast().at("/data/gigabytes").asText());
    }

    @Test
    void an_event_keeps_its_id_when_the_answer_was_lost() {
        ingest.loseAnswers(true);
        try (Meter meter = meter()) {
            meter.record(call("acme"));
            await(() -> ingest.taken().size() >= 2);
            ingest.loseAnswers(false);
            await(() -> meter.delivery().complete());
        }

        assertEquals(
                1,
                new HashSet<>(ingest.ids()).size(),
                "it was sent " + ingest.ids().size() + " times");
    }

    @Test
    void events_of_an_outage_are_delivered_after_it_once_each() {
        ingest.failWith(503);
        try (Meter meter = meter()) {
            for (int i = 0; i < 500; i++) {
                meter.record(call("acme"));
            }
            await(() -> meter.delivery().requests() >= 3);
            assertEquals(500, meter.delivery().spooled());
            assertTrue(meter.delivery().problem().orElseThrow().contains("503"));

            ingest.failWith(0);
            await(() -> meter.delivery().complete());
            assertTrue(meter.delivery().balances());
        }

        assertEquals(500, ingest.ids().size());
        assertEquals(500, new HashSet<>(ingest.ids()).size());
    }

    @Test
    void what_a_closed_meter_could_not_deliver_is_delivered_by_the_next() {
        ingest.failWith(503);
        try (Meter first =
                Meter.to(ingest.uri(), "key", "//mcp.acme.example/weather", settings.withClosing(Duration.ZERO))) {
            first.record(call("acme"));
        }
        ingest.failWith(0);

        try (Meter next = meter()) {
            assertEquals(1, next.delivery().recovered());
            await(() -> next.delivery().complete());
        }
        assertEquals(1, ingest.ids().size());
    }

    @Test
    void meters_that_share_a_place_have_spools_of_their_own() {
        try (Meter one = meter();
                Meter other = meter()) {
            one.record(call("acme"));
            other.record(call("globex"));
            await(() -> one.delivery().acknowledged() == 1 && other.delivery().acknowledged() == 1);
        }
        assertEquals(2, ingest.ids().size());
    }

    @Test
    void the_spool_of_a_second_process_is_not_left_behind() {
        ingest.failWith(503);
        MeterSettings hasty = settings.withClosing(Duration.ZERO);
        try (Meter one = Meter.to(ingest.uri(), "key", "//one", hasty);
                Meter other = Meter.to(ingest.uri(), "key", "//other", hasty)) {
            one.record(call("acme"));
            other.record(call("globex"));
        }
        ingest.failWith(0);

        try (Meter next = meter()) {
            assertEquals(2, next.delivery().recovered());
            await(() -> next.delivery().complete());
        }
    }

    @Test
    void a_refused_event_is_kept_with_its_reason_and_holds_up_nobody() throws IOException {
        try (Meter meter = meter()) {
            meter.record(call("acme"));
            meter.record(new Usage("refuse.me", "acme", Map.of()));
            meter.record(call("acme"));
            await(() -> meter.delivery().spooled() == 0);
            assertEquals(2, meter.delivery().acknowledged());
            assertEquals(1, meter.delivery().refused());
        }

        String kept = Files.readString(place.resolve("0").resolve("refused.ndjson"));
        assertTrue(kept.startsWith("{\"reason\":\"unknown_type: no 'meter'\",\"event\":{\"specversion\""), kept);
    }

    @Test
    void a_batch_that_is_too_large_goes_in_halves() {
        ingest.takeAtMost(7);
        try (Meter meter = meter()) {
            for (int i = 0; i < 50; i++) {
                meter.record(call("acme"));
            }
            await(() -> meter.delivery().complete());
        }
        assertEquals(50, new HashSet<>(ingest.ids()).size());
    }

    @Test
    void what_finds_no_room_is_counted_and_told_by_customer() {
        ingest.failWith(503);
        try (Meter meter =
                Meter.to(ingest.uri(), "key", "//mcp.acme.example/weather", settings.withSpoolBytes(4_000))) {
            int recorded = 0;
            while (meter.record(call("acme"))) {
                recorded++;
            }
            assertFalse(meter.record(call("acme")));
            assertFalse(meter.record(call("globex")));
            ingest.failWith(0);
            await(() -> told().values().stream().mapToInt(Integer::intValue).sum() == 3);
            await(() -> meter.delivery().spooled() == 0);
            assertEquals(3, meter.delivery().dropped());
            assertTrue(meter.delivery().balances());
            assertEquals(recorded, calls());
        }
        assertEquals(Map.of("acme", 2, "globex", 1), told());
    }

    private long calls() {
        return ingest.taken().stream().filter(event -> !isGap(event)).count();
    }

    private Map<String, Integer> told() {
        Map<String, Integer> told = new TreeMap<>();
        for (JsonNode event : ingest.taken()) {
            if (isGap(event)) {
                told.merge(
                        event.get("subject").asText(), event.at("/data/dropped").asInt(), Integer::sum);
            }
        }
        return told;
    }

    private static boolean isGap(JsonNode event) {
        return event.get("type").asText().equals("io.tallystick.emitter.gap.v1");
    }

    @Test
    void a_deed_with_an_identity_of_its_own_is_recorded_once() {
        try (Meter meter = meter()) {
            Usage task = new Usage("io.tallystick.mcp.tool-call.v1", "acme", Optional.of("task-1"), Map.of());
            assertTrue(meter.record(task));
            assertTrue(meter.record(task));
            await(() -> meter.delivery().complete());
            assertEquals(1, meter.delivery().recorded());
        }
        assertEquals(List.of("task-1"), ingest.ids());
    }

    @Test
    void a_wrong_key_loses_nothing() {
        ingest.failWith(401);
        try (Meter meter = meter()) {
            meter.record(call("acme"));
            await(() -> meter.delivery().requests() >= 2);
            ingest.failWith(0);
            await(() -> meter.delivery().complete());
        }
    }

    private Meter meter() {
        return Meter.to(ingest.uri(), "key", "//mcp.acme.example/weather", settings);
    }

    private static Usage call(String customer) {
        return new McpCall(
                        McpCall.Method.TOOLS_CALL,
                        "forecast",
                        customer,
                        Optional.empty(),
                        true,
                        Duration.ofMillis(41),
                        Map.of("requestBytes", 120))
                .usage();
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not happen within twenty seconds");
            }
            Thread.onSpinWait();
        }
    }
}
