package io.tallystick.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.tallystick.emitter.Entitlements;
import io.tallystick.emitter.Gate;
import io.tallystick.emitter.McpCall.Method;
import io.tallystick.emitter.Meter;
import io.tallystick.emitter.MeterSettings;
import io.tallystick.emitter.mcp.Metered;
import io.tallystick.emitter.proxy.HttpProxy;
import io.tallystick.emitter.proxy.Observer;
import io.tallystick.emitter.proxy.Payer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("integration")
class EachCallOnceTest {
    private static final int CALLS = 20;
    private static final Map<String, Object> WORDS = Map.of("text", "a private word");

    @TempDir
    private Path place;

    private Billed billed;

    @BeforeEach
    void start() throws IOException {
        billed = new Billed();
    }

    @AfterEach
    void stop() {
        billed.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"streamable", "async", "stateless", "sse"})
    void a_server_that_wraps_its_tools_bills_each_call_once(String kind) throws Exception {
        try (Meter meter = meter()) {
            Server server = SampleServer.http(kind, 0, Optional.of(Metered.by(meter)));
            try (ToolClient client = connect(kind, SampleServer.port(server))) {
                count(client, CALLS);
                assertEquals(true, fail(client).isError());
            } finally {
                server.stop();
            }
        }
        mustHaveBilled(CALLS, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"streamable", "stateless", "sse"})
    void a_proxy_bills_each_call_once_and_no_other_request(String kind) throws Exception {
        Server server = SampleServer.http(kind, 0, Optional.empty());
        try (Meter meter = meter();
                HttpProxy proxy = proxy(0, server, meter, Gate.OPEN);
                ToolClient client = connect(kind, proxy.port())) {
            client.tools();
            count(client, CALLS);
            assertEquals(true, fail(client).isError());
        } finally {
            server.stop();
        }
        mustHaveBilled(CALLS, 1);
    }

    @Test
    void a_wrapped_stdio_server_bills_each_call_once() {
        try (ToolClient client = ToolClient.stdio(wrapped(), environment())) {
            count(client, CALLS);
            assertEquals(true, fail(client).isError());
        }
        mustHaveBilled(CALLS, 1);
    }

    @Test
    void a_call_that_the_client_repeats_with_its_key_is_billed_once() throws Exception {
        Server server = SampleServer.http("streamable", 0, Optional.empty());
        try (Meter meter = meter();
                HttpProxy proxy = proxy(0, server, meter, Gate.OPEN);
                ToolClient client = ToolClient.http(proxy.port(), "acme")) {
            client.call("count_words", WORDS, "k1");
            client.call("count_words", WORDS, "k1");
            client.call("count_words", WORDS, "k2");
        } finally {
            server.stop();
        }
        assertEquals(2, billed.of("acme"));
        assertEquals(0, billed.conflicts());
    }

    @Test
    void calls_during_an_outage_and_a_restart_of_the_proxy_are_billed_once() throws Exception {
        Server server = SampleServer.http("stateless", 0, Optional.empty());
        int port;
        billed.goDown(true);
        try (Meter meter = meter();
                HttpProxy proxy = proxy(0, server, meter, Gate.OPEN);
                ToolClient client = ToolClient.http(proxy.port(), "acme")) {
            port = proxy.port();
            count(client, CALLS);
            Billed.await(() -> meter.delivery().requests() > 1);
            assertEquals(CALLS, meter.delivery().spooled());
        }
        assertEquals(0, billed.of("acme"));
        billed.goDown(false);
        try (Meter meter = meter();
                HttpProxy proxy = proxy(port, server, meter, Gate.OPEN);
                ToolClient client = ToolClient.http(proxy.port(), "acme")) {
            count(client, CALLS);
            Billed.await(() -> meter.delivery().complete());
        } finally {
            server.stop();
        }
        assertEquals(2L * CALLS, billed.of("acme"));
    }

    @Test
    void exactly_the_answered_calls_are_billed_when_the_server_is_killed() throws Exception {
        long answered = 0;
        for (int round = 0; round < 2; round++) {
            billed.goDown(round == 0);
            answered += killAfterSomeCalls();
        }
        try (Meter next = meter()) {
            Billed.await(() -> next.delivery().complete());
        }
        // No call was under way when it was killed: what was answered is what was completed.
        assertEquals(answered, billed.of("acme"));
    }

    private long killAfterSomeCalls() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(Java.command(SampleServer.class, "streamable", "0"))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment());
        Process server = builder.start();
        long answered = 0;
        try (var told = server.inputReader()) {
            int port = Integer.parseInt(told.readLine().replace("listening on ", ""));
            ToolClient client = ToolClient.http(port, "acme");
            for (int call = 0; call < 30; call++) {
                count(client, 1);
                answered++;
            }
            server.destroyForcibly().waitFor();
            client.drop();
        }
        return answered;
    }

    @Test
    void a_refused_customer_gets_a_tool_result_and_pays_nothing() throws Exception {
        Gate gate = Entitlements.at(billed.uri(), "key", Entitlements.Rule.on("api_calls"));
        List<CallToolResult> refusals = new ArrayList<>();
        try (Meter meter = meter()) {
            Server wrapping = SampleServer.http(
                    "streamable", 0, Optional.of(Metered.by(meter).behind(gate)));
            Server bare = SampleServer.http("stateless", 0, Optional.empty());
            try (HttpProxy proxy = proxy(0, bare, meter, gate);
                    ToolClient direct = ToolClient.http(SampleServer.port(wrapping), "poor");
                    ToolClient proxied = ToolClient.http(proxy.port(), "poor");
                    ToolClient rich = ToolClient.http(proxy.port(), "rich")) {
                refusals.add(direct.call("count_words", WORDS));
                refusals.add(proxied.call("count_words", WORDS));
                count(rich, 1);
            } finally {
                wrapping.stop();
                bare.stop();
            }
        }
        for (CallToolResult refusal : refusals) {
            assertEquals(true, refusal.isError());
            assertEquals(
                    "The limit of 100 api_calls is used up. It starts again at 2026-11-23T00:00:00Z."
                            + " To raise it: ask whoever runs this server for a larger plan",
                    ToolClient.text(refusal));
            assertEquals("limit_reached", ((Map<?, ?>) refusal.structuredContent()).get("error"));
        }
        assertEquals(0, billed.of("poor"));
        assertEquals(1, billed.of("rich"));
    }

    private static ToolClient connect(String kind, int port) {
        return kind.equals("sse") ? ToolClient.sse(port, "acme") : ToolClient.http(port, "acme");
    }

    /** Calls that count the same words each. */
    private static void count(ToolClient client, int calls) {
        for (int i = 0; i < calls; i++) {
            assertEquals("3", ToolClient.text(client.call("count_words", WORDS)));
        }
    }

    /** A call whose result is an error. */
    private static CallToolResult fail(ToolClient client) {
        return client.call("days_between", Map.of("from", "yesterday", "to", "2026-11-01"));
    }

    private void mustHaveBilled(int ok, int failed) {
        billed.await("acme", ok + failed);
        assertEquals(ok + failed, billed.events().size());
        assertEquals(ok, outcomes("ok"));
        assertEquals(failed, outcomes("error"));
        for (JsonNode event : billed.events()) {
            assertFalse(event.toString().contains("private"), "an event tells no arguments: " + event);
        }
    }

    private long outcomes(String outcome) {
        return billed.events().stream()
                .filter(event -> event.at("/data/outcome").asText().equals(outcome))
                .count();
    }

    private List<String> wrapped() {
        List<String> command = Java.command("io.tallystick.emitter.proxy.Main", "wrap", "--customer", "acme", "--");
        command.addAll(Java.command(SampleServer.class, "stdio"));
        return command;
    }

    private Map<String, String> environment() {
        return Map.of("TALLY_URL", billed.uri().toString(), "TALLY_KEY", "key", "TALLY_SPOOL", place.toString());
    }

    private Meter meter() {
        return Meter.to(
                billed.uri(),
                "key",
                "//sample",
                MeterSettings.DEFAULT
                        .withSpool(place)
                        .withBatches(100, Duration.ofMillis(5))
                        .withRetry(Duration.ofMillis(5), Duration.ofMillis(50)));
    }

    private static HttpProxy proxy(int port, Server server, Meter meter, Gate gate) throws IOException {
        return new HttpProxy(
                new InetSocketAddress("localhost", port),
                URI.create("http://localhost:" + SampleServer.port(server)),
                Payer.header(SampleServer.CUSTOMER_HEADER),
                new Observer(meter, gate, Set.of(Method.TOOLS_CALL)));
    }
}
