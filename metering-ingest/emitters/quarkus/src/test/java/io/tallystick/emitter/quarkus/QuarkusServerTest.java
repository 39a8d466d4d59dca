package io.tallystick.emitter.quarkus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A Quarkus MCP server with this library on its class path and two properties, called by the official Java client. */
@Tag("integration")
@QuarkusTest
@QuarkusTestResource(Door.class)
class QuarkusServerTest {
    /** The client finds types by their name with the class loader of its thread, which must be that of the test. */
    private static final Executor TASKS = Executors.newCachedThreadPool(task -> {
        Thread thread = Thread.ofPlatform().daemon(true).unstarted(task);
        thread.setContextClassLoader(QuarkusServerTest.class.getClassLoader());
        return thread;
    });

    @TestHTTPResource("/")
    URI server;

    @Test
    void each_call_of_a_tool_is_one_event_however_the_tool_returns() {
        try (McpSyncClient client = client("acme")) {
            for (String tool : List.of("count_words", "count_later", "plain")) {
                assertEquals("2", text(call(client, tool, "private words", Map.of())));
            }
            assertEquals(true, call(client, "count_words", " ", Map.of()).isError());
            assertEquals(true, call(client, "plain", " ", Map.of()).isError());
        }
        assertEquals(
                List.of("count_words ok", "count_later ok", "plain ok", "count_words error", "plain error"),
                told("acme", 5));
    }

    @Test
    void a_result_tells_what_the_call_costs_and_an_error_does_not() {
        Map<String, String> charge = Map.of("amount", "0.005", "currency", "USD", "basis", "marginal_estimate");
        try (McpSyncClient client = client("curious")) {
            for (String tool : List.of("count_words", "count_later")) {
                assertEquals(
                        charge,
                        call(client, tool, "private words", Map.of()).meta().get("io.tallystick/charge"));
            }
            CallToolResult error = call(client, "count_words", " ", Map.of());
            assertTrue(error.meta() == null || error.meta().isEmpty());
        }
    }

    @Test
    void resources_and_prompts_are_recorded_if_everything_is() {
        try (McpSyncClient client = client("reader")) {
            client.readResource(
                    ReadResourceRequest.builder("file:///private/manual").build());
            client.getPrompt(GetPromptRequest.builder("counting").build());
        }
        assertEquals(List.of("file ok", "counting ok"), told("reader", 2));
    }

    @Test
    void a_call_that_is_repeated_with_its_key_is_one_event() {
        try (McpSyncClient client = client("repeats")) {
            for (String key : List.of("k1", "k1", "k2")) {
                call(client, "count_words", "private words", Map.of("io.tallystick/idempotency-key", key));
            }
        }
        assertEquals(List.of("count_words ok", "count_words ok"), told("repeats", 2));
    }

    @Test
    void a_refusal_is_a_result_that_an_agent_can_act_on_and_no_event() {
        String sentence =
                "The limit of 100 api_calls is used up. To raise it: ask whoever runs this server for a larger plan";
        try (McpSyncClient client = client("poor")) {
            for (String tool : List.of("count_words", "count_later")) {
                CallToolResult refused = call(client, tool, "private words", Map.of());
                assertEquals(true, refused.isError());
                assertEquals(sentence, text(refused));
                assertEquals("limit_reached", ((Map<?, ?>) refused.structuredContent()).get("error"));
            }
            CallToolResult refused = call(client, "plain", "private words", Map.of());
            assertEquals(true, refused.isError());
            assertEquals(
                    sentence
                            + " {error=limit_reached, feature=api_calls, limit=100, used=100, raise=ask whoever runs this server for a larger plan}",
                    text(refused));
        }
        assertEquals(List.of(), Door.of("poor"));
    }

    private McpSyncClient client(String customer) {
        McpSyncClient client = McpClient.sync(HttpClientStreamableHttpTransport.builder(server.toString())
                        .endpoint("/mcp")
                        .customizeClient(http -> http.executor(TASKS))
                        .addHttpRequestCustomizer(
                                (request, method, uri, body, context) -> request.setHeader("X-Customer", customer))
                        .build())
                .requestTimeout(Duration.ofSeconds(20))
                .build();
        client.initialize();
        return client;
    }

    private static CallToolResult call(McpSyncClient client, String tool, String text, Map<String, Object> meta) {
        return client.callTool(CallToolRequest.builder(tool)
                .arguments(Map.of("text", text))
                .meta(meta)
                .build());
    }

    private static String text(CallToolResult result) {
        return ((TextContent) result.content().getFirst()).text();
    }

    /** Waits for so many events of a customer; what they say. */
    private static List<String> told(String customer, int events) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (Door.of(customer).size() < events && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertTrue(
                Door.of(customer).stream().noneMatch(event -> event.toString().contains("private")));
        return Door.of(customer).stream().map(QuarkusServerTest::brief).toList();
    }

    private static String brief(JsonNode event) {
        JsonNode data = event.get("data");
        for (String name : List.of("tool", "gen_ai.prompt.name", "scheme")) {
            if (data.has(name)) {
                return data.get(name).asText() + " " + data.get("outcome").asText();
            }
        }
        return event.toString();
    }
}
