package io.tallystick.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.tallystick.emitter.Charge;
import io.tallystick.launcher.client.ApiProblem;
import io.tallystick.launcher.client.TallyClient;
import io.tallystick.launcher.view.Screen;
import io.tallystick.launcher.view.Text;
import io.tallystick.samples.SampleServer;
import io.tallystick.samples.ToolClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The first events: a client of the official Java SDK calls the tools of the sample server, which meters itself. They belong to a
 * customer of their own, whose subscription begins on the day of the first demo, after the month that the demo closes.
 */
public final class DemoCalls {
    private static final String CUSTOMER = "tool-caller";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TallyClient client;
    private final Screen screen;
    private final InstantSource clock;
    private final String key;
    private final Path folder;

    /**
     * Calls against the stack of {@code client}.
     *
     * @param key with which the sample server sends its events
     * @param folder for its spool
     */
    public DemoCalls(TallyClient client, Screen screen, InstantSource clock, String key, Path folder) {
        this.client = client;
        this.screen = screen;
        this.clock = clock;
        this.key = key;
        this.folder = folder;
    }

    /** Calls every tool once and returns when the events are rated. */
    void run() {
        screen.line("Calling the tools of the sample MCP server with a real MCP client; the server meters itself");
        makeCustomer();
        Balance before = Balance.read(client);
        int calls = 0;
        try (ToolClient tools = ToolClient.stdio(command(), environment())) {
            calls += call(tools, "days_between", arguments("from", "2026-10-01", "to", "2026-11-01"));
            calls += call(tools, "count_words", arguments("text", "a tally stick cannot be changed by one side"));
            calls += call(tools, "sha256", arguments("text", "notched and split"));
        }
        awaitRated(before, calls);
        JsonNode spend = client.get("/v1/customers/" + CUSTOMER + "/spend");
        screen.line("  ✓ " + calls + " calls metered, rated and on the bill of " + CUSTOMER + ": "
                + spend.path("total").asText() + " " + spend.path("currency").asText());
    }

    private int call(ToolClient tools, String tool, Map<String, Object> arguments) {
        CallToolResult result = tools.call(tool, arguments);
        String answer = ToolClient.text(result);
        String shown = answer.length() > 16 ? answer.substring(0, 16) + "…" : answer;
        Object charge = result.meta() == null ? null : result.meta().get(Charge.META);
        String costs = charge instanceof Map<?, ?> fields
                ? "  this call costs about " + fields.get("amount") + " " + fields.get("currency")
                : "";
        screen.line("  " + Text.left(tool, 14) + Text.left(shown, 18) + costs);
        return 1;
    }

    private void makeCustomer() {
        if (client.find("/v1/customers/" + CUSTOMER).isEmpty()) {
            ObjectNode customer = JsonNodeFactory.instance
                    .objectNode()
                    .put("id", CUSTOMER)
                    .put("name", "Tool Caller")
                    .put("currency", "USD")
                    .put("zone", "UTC");
            client.post("/v1/customers", customer, "demo-customer-" + CUSTOMER);
        }
        String subscription = "sub-" + CUSTOMER;
        if (client.find("/v1/subscriptions/" + subscription).isEmpty()) {
            ObjectNode body = JsonNodeFactory.instance
                    .objectNode()
                    .put("id", subscription)
                    .put("customerId", CUSTOMER)
                    .put(
                            "start",
                            LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString());
            body.putObject("plan").put("key", "enterprise");
            client.post("/v1/subscriptions", body, "demo-" + subscription);
        }
    }

    private void awaitRated(Balance before, int calls) {
        Instant start = clock.instant();
        while (Balance.read(client).since(before).received() < calls) {
            if (Duration.between(start, clock.instant()).compareTo(PATIENCE) > 0) {
                throw ApiProblem.local("calls_not_rated", "The tool calls were not rated within 20 s.");
            }
            DemoRun.pause();
        }
    }

    private static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx96m",
                "-cp",
                System.getProperty("java.class.path"),
                SampleServer.class.getName(),
                "stdio");
    }

    private Map<String, String> environment() {
        return Map.of(
                "TALLY_URL",
                client.base().toString(),
                "TALLY_KEY",
                key,
                "TALLY_CUSTOMER",
                CUSTOMER,
                "TALLY_SPOOL",
                folder.resolve("spool").toString(),
                "TALLY_CHARGE",
                "api_calls");
    }

    private static Map<String, Object> arguments(String... namesAndValues) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            arguments.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return arguments;
    }
}
