package io.tallystick.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.tallystick.acceptance.torture.TcpProxy;
import io.tallystick.emitter.Charge;
import io.tallystick.emitter.Entitlements;
import io.tallystick.emitter.Entitlements.Rule;
import io.tallystick.emitter.Gate;
import io.tallystick.emitter.Hosting;
import io.tallystick.emitter.McpCall;
import io.tallystick.emitter.McpCall.Method;
import io.tallystick.emitter.Meter;
import io.tallystick.emitter.Transport;
import io.tallystick.emitter.Usage;
import io.tallystick.emitter.kafka.KafkaTransport;
import io.tallystick.emitter.mcp.Metered;
import io.tallystick.emitter.proxy.HttpProxy;
import io.tallystick.emitter.proxy.Observer;
import io.tallystick.emitter.proxy.Payer;
import io.tallystick.launcher.client.TallyClient;
import io.tallystick.samples.SampleServer;
import io.tallystick.samples.ToolClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client of the official Java SDK calls tools; what is billed in the end is one call for each. */
@Tag("acceptance")
@ResourceLock(SharedStack.NAME)
final class EmittersTest {
    private static final int CALLS = 20;
    private static final Map<String, Object> WORDS = Map.of("text", "three short words");
    private static final String RAISE = "ask whoever runs this server for a larger plan";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    private static Path folder;

    private static TallyClient client;
    private static Emitters emitters;

    @BeforeAll
    static void a_stack() {
        Stack stack = SharedStack.get();
        client = stack.client();
        emitters = Emitters.of(folder, stack, client);
    }

    @AfterAll
    static void disconnects() {
        client.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"streamable", "async", "stateless", "sse"})
    void a_server_over_http_that_wraps_its_tools_bills_each_call_once(String kind) throws Exception {
        Customer customer = Customer.create("wrapped-" + kind, "enterprise", client);
        try (Meter meter = emitters.meter("wrapped")) {
            Server server = SampleServer.http(kind, 0, Optional.of(Metered.by(meter)));
            try (ToolClient tools = connect(kind, SampleServer.port(server), customer)) {
                calls(tools);
            } finally {
                server.stop();
            }
        }
        eachCallIsBilledOnce(customer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"streamable", "stateless", "sse"})
    void a_proxy_in_front_of_a_server_bills_each_call_once(String kind) throws Exception {
        Customer customer = Customer.create("proxied-" + kind, "enterprise", client);
        Server server = SampleServer.http(kind, 0, Optional.empty());
        try (Meter meter = emitters.meter("proxied");
                HttpProxy proxy = proxy(server, meter, Gate.OPEN);
                ToolClient tools = connect(kind, proxy.port(), customer)) {
            tools.tools();
            calls(tools);
        } finally {
            server.stop();
        }
        eachCallIsBilledOnce(customer);
    }

    @Test
    void events_straight_to_the_log_are_billed_once() {
        Customer customer = Customer.create("straight", "enterprise", client);
        Transport log = KafkaTransport.to("127.0.0.1:" + SharedStack.get().kafkaPort());
        // As after an acknowledgement that was lost: every batch goes out twice.
        Transport twice = batch -> {
            log.send(batch);
            return log.send(batch);
        };
        try (log;
                Meter meter = Meter.over(twice, "//straight", emitters.settings("straight"), CLOCK)) {
            for (int call = 0; call < CALLS; call++) {
                meter.record(new McpCall(
                                Method.TOOLS_CALL,
                                "count_words",
                                customer.id(),
                                Optional.empty(),
                                true,
                                Duration.ofMillis(3),
                                Map.of())
                        .usage());
            }
            Wait.until(PATIENCE, "all are acknowledged", () -> meter.delivery().complete());
        }
        assertBilled(customer, CALLS, "0.03");
    }

    @Test
    void a_server_over_stdio_that_wraps_its_tools_bills_each_call_once() {
        Customer customer = Customer.create("wrapped-stdio", "enterprise", client);
        Map<String, String> environment = emitters.environment(customer.id(), "stdio", emitters.door());
        environment.put("TALLY_CHARGE", "api_calls");
        try (ToolClient tools = ToolClient.stdio(Emitters.server("stdio"), environment)) {
            calls(tools);
            CallToolResult answer = tools.call("count_words", WORDS, "told");
            assertEquals(
                    Map.of("amount", "0.0015", "currency", "USD", "basis", "marginal_estimate"),
                    answer.meta().get(Charge.META));
            tools.call("count_words", WORDS, "told");
        }
        Wait.until(PATIENCE, "all calls are rated", () -> events(customer) == CALLS + 2);
        assertEquals(new BigDecimal(CALLS + 1), customer.quantity("calls", month()));
    }

    @Test
    void a_server_behind_tally_wrap_as_in_its_readme_bills_each_call_once() {
        Customer customer = Customer.create("acme", "enterprise", client);
        try (ToolClient tools = ToolClient.stdio(
                emitters.readme("wrap", line -> line), emitters.environment("nobody", "wrap", emitters.door()))) {
            calls(tools);
        }
        eachCallIsBilledOnce(customer);
    }

    @Test
    void the_calls_of_a_server_that_is_killed_amid_them_and_repeated_by_the_client_are_billed_once() throws Exception {
        Customer customer = Customer.create("killed", "enterprise", client);
        Process server = start(Emitters.server("streamable", "0"), customer, "killed", emitters.door());
        ToolClient tools = ToolClient.http(port(server.inputReader()), customer.id());
        int kills = 0;
        for (int call = 0; call < CALLS; call++) {
            if (call == CALLS / 2 && kills == 0) {
                // While the client works: the answer of the call under way is lost, or it was never begun.
                Process victim = server;
                Thread.ofVirtual().start(victim::destroyForcibly);
            }
            try {
                assertEquals("3", ToolClient.text(tools.call("count_words", WORDS, "call-" + call)));
            } catch (RuntimeException unanswered) {
                kills++;
                tools.drop();
                server.destroyForcibly().waitFor();
                server = start(Emitters.server("streamable", "0"), customer, "killed", emitters.door());
                tools = ToolClient.http(port(server.inputReader()), customer.id());
                call--;
            }
        }
        tools.close();
        server.destroy();
        server.waitFor();
        assertEquals(1, kills);
        assertBilled(customer, CALLS, "0.03");
    }

    @Test
    void calls_while_the_ingest_is_away_and_the_proxy_is_killed_are_billed_once() throws Exception {
        Customer customer = Customer.create("outage-proxied", "enterprise", client);
        Process server = start(emitters.readme("sample", line -> line.replace("9000", "0")), emitters.path());
        int serving = port(server.inputReader());
        try (TcpProxy wire = TcpProxy.to(emitters.door().getPort())) {
            // What is asked arrives; the answer does not: the emitter cannot know that its events were taken.
            wire.become(TcpProxy.Mood.DEAF);
            URI through = URI.create("http://127.0.0.1:" + wire.port());
            List<String> command = emitters.readme(
                    "proxy", line -> line.replace("9000", Integer.toString(serving)) + " --listen localhost:0");
            Process first = start(command, customer, "outage", through);
            try (ToolClient tools = ToolClient.http(port(first.errorReader()), customer.id())) {
                count(tools, CALLS / 2);
                Wait.until(PATIENCE, "the unanswered events are rated", () -> events(customer) == CALLS / 2);
            }
            first.destroyForcibly().waitFor();
            wire.become(TcpProxy.Mood.CLEAR);
            Process second = start(command, customer, "outage", through);
            try (ToolClient tools = ToolClient.http(port(second.errorReader()), customer.id())) {
                count(tools, CALLS / 2);
            }
            second.destroy();
            assertEquals(143, second.waitFor());
        } finally {
            server.destroy();
        }
        assertBilled(customer, CALLS, "0.03");
        int duplicates = client.list("/v1/usage/events?customerId=" + customer.id() + "&disposition=duplicate")
                .size();
        assertTrue(duplicates >= CALLS / 2, () -> duplicates + " duplicates");
    }

    @Test
    void beyond_the_100_calls_a_day_of_the_community_plan_a_call_is_refused_in_words_and_fields() throws Exception {
        Customer customer = Customer.create("community", "community", client);
        LocalDate today = LocalDate.ofInstant(CLOCK.instant(), ZoneOffset.UTC);
        String resetsAt = today.plusDays(1) + "T00:00:00Z";
        CallToolResult refusal;
        CallToolResult refusedByWrap;
        try (Meter meter = emitters.meter("community")) {
            Server server = SampleServer.http("stateless", 0, Optional.of(Metered.by(meter)));
            try (ToolClient tools = ToolClient.http(SampleServer.port(server), customer.id())) {
                count(tools, 100);
                Wait.until(PATIENCE, "the limit is used up", () -> !allowed(customer));
            } finally {
                server.stop();
            }
            Gate gate = Entitlements.at(
                    emitters.door(), emitters.key(), Rule.on("api_calls").failingClosed());
            Server gated = SampleServer.http(
                    "stateless", 0, Optional.of(Metered.by(meter).behind(gate)));
            try (ToolClient tools = ToolClient.http(SampleServer.port(gated), customer.id())) {
                refusal = refusal(tools);
            } finally {
                gated.stop();
            }
        }
        try (ToolClient tools = wrapped(customer, "--entitlement", "api_calls", "--fail-closed")) {
            refusedByWrap = refusal(tools);
        }
        for (CallToolResult refused : List.of(refusal, refusedByWrap)) {
            assertEquals(true, refused.isError());
            assertEquals(
                    "The limit of 100 api_calls is used up. It starts again at " + resetsAt + ". To raise it: " + RAISE,
                    ToolClient.text(refused));
            assertEquals(
                    Map.of(
                            "error",
                            "limit_reached",
                            "feature",
                            "api_calls",
                            "limit",
                            "100",
                            "used",
                            "100",
                            "resetsAt",
                            resetsAt,
                            "raise",
                            RAISE),
                    refused.structuredContent());
        }
        assertEquals(100, events(customer));
    }

    @Test
    void hosted_work_is_billed_and_what_could_not_be_recorded_is_shown() {
        Customer customer = Customer.create("hosted", client);
        try (Meter meter = emitters.meter("hosted")) {
            meter.record(Hosting.compute(customer.id(), Duration.ofMillis(1_500), Duration.ofSeconds(9), "gpu-a100"));
            meter.record(Hosting.storage(customer.id(), 2_500_000_000L, "standard"));
            meter.record(new Usage("too.large", customer.id(), Map.of("text", "x".repeat(70_000))));
            Wait.until(
                    PATIENCE,
                    "all three are taken",
                    () -> meter.delivery().acknowledged() == 3
                            && meter.delivery().refused() == 0);
            assertTrue(meter.delivery().balances());
        }
        assertEquals(new BigDecimal("1.5"), customer.quantity("compute", month()));
        assertTrue(customer.quantity("storage", month()).signum() > 0);
        List<JsonNode> gaps = client.list("/v1/usage/events?customerId=" + customer.id() + "&disposition=unmatched");
        assertEquals(1, gaps.size());
        assertEquals("no_charge", gaps.getFirst().get("reason").asText());
    }

    @Test
    void tally_wrap_ends_with_the_exit_code_of_the_server_and_writes_nothing_of_its_own_to_its_output()
            throws Exception {
        Customer customer = Customer.create("exits", client);
        Process process = start(
                emitters.tally("wrap", "--", "sh", "-c", "echo one; echo two >&2; exit 7"),
                customer,
                "exits",
                emitters.door());
        assertEquals("one\n", new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(7, process.waitFor());
    }

    /** A call that is refused; one that could not be asked about within half a second is made again. */
    private static CallToolResult refusal(ToolClient tools) {
        List<CallToolResult> refusals = new ArrayList<>();
        Wait.until(PATIENCE, "the entitlement is answered", () -> {
            refusals.add(tools.call("count_words", WORDS));
            assertEquals(true, refusals.getLast().isError());
            return !((Map<?, ?>) refusals.getLast().structuredContent())
                    .get("error")
                    .equals("not_answered");
        });
        return refusals.getLast();
    }

    private static void calls(ToolClient tools) {
        count(tools, CALLS);
        assertEquals(
                true,
                tools.call("days_between", Map.of("from", "yesterday", "to", "2026-11-01"))
                        .isError());
    }

    private static void count(ToolClient tools, int calls) {
        for (int i = 0; i < calls; i++) {
            assertEquals("3", ToolClient.text(tools.call("count_words", WORDS)));
        }
    }

    /** The failed call is recorded, but the meter does not charge it. */
    private static void eachCallIsBilledOnce(Customer customer) {
        Wait.until(PATIENCE, "all calls are rated", () -> events(customer) == CALLS + 1);
        assertBilled(customer, CALLS, "0.03");
        assertEquals(CALLS + 1, events(customer));
    }

    private static void assertBilled(Customer customer, int calls, String amount) {
        Wait.until(PATIENCE, "all calls are rated", () -> events(customer) >= calls);
        JsonNode line = customer.line("calls", month());
        assertEquals(Integer.toString(calls), line.get("quantity").asText());
        assertEquals(amount, line.get("amount").asText());
    }

    /** The accepted events of a customer, each counted once. */
    private static int events(Customer customer) {
        return client.list("/v1/usage/events?customerId=" + customer.id()).size();
    }

    private static boolean allowed(Customer customer) {
        return client.get("/v1/entitlements/" + customer.id() + "/api_calls")
                .get("allowed")
                .asBoolean();
    }

    private static String month() {
        return Emitters.thisMonth(CLOCK.instant());
    }

    private static ToolClient connect(String kind, int port, Customer customer) {
        return kind.equals("sse") ? ToolClient.sse(port, customer.id()) : ToolClient.http(port, customer.id());
    }

    private static HttpProxy proxy(Server server, Meter meter, Gate gate) throws IOException {
        return new HttpProxy(
                new InetSocketAddress("localhost", 0),
                URI.create("http://localhost:" + SampleServer.port(server)),
                Payer.header(SampleServer.CUSTOMER_HEADER),
                new Observer(meter, gate, Set.of(Method.TOOLS_CALL)));
    }

    private static ToolClient wrapped(Customer customer, String... options) {
        String[] words = new String[options.length + 2];
        words[0] = "wrap";
        System.arraycopy(options, 0, words, 1, options.length);
        words[words.length - 1] = "--";
        List<String> command = emitters.tally(words);
        command.addAll(Emitters.server("stdio"));
        return ToolClient.stdio(command, emitters.environment(customer.id(), "wrap", emitters.door()));
    }

    private static Process start(List<String> command, Customer customer, String spool, URI through)
            throws IOException {
        return start(command, emitters.environment(customer.id(), spool, through));
    }

    private static Process start(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** The port that a server tells on its output, and the proxy on its standard error. */
    private static int port(BufferedReader told) throws IOException {
        for (String line = told.readLine(); line != null; line = told.readLine()) {
            if (line.matches("(listening on |Metering .*:)\\d+")) {
                return Integer.parseInt(line.replaceFirst(".*\\D", ""));
            }
        }
        throw new AssertionError("it ended without a word");
    }
}
