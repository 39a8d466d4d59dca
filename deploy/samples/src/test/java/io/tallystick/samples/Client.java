package io.tallystick.samples;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The client of the official Java SDK, on behalf of one customer. */
record Client(McpSyncClient mcp) implements AutoCloseable {
    static Client http(int port, String customer) {
        return of(McpClient.sync(HttpClientStreamableHttpTransport.builder("http://localhost:" + port)
                .endpoint("/mcp")
                .customizeClient(builder -> builder.connectTimeout(Duration.ofSeconds(5)))
                .addHttpRequestCustomizer((request, method, uri, body, context) ->
                        request.setHeader(SampleServer.CUSTOMER_HEADER, customer))
                .build()));
    }

    static Client stdio(List<String> command, Map<String, String> environment) {
        ServerParameters server = ServerParameters.builder(command.getFirst())
                .args(command.subList(1, command.size()))
                .env(environment)
                .build();
        return of(McpClient.sync(new StdioClientTransport(server, McpJsonDefaults.getMapper())));
    }

    private static Client of(McpClient.SyncSpec spec) {
        McpSyncClient mcp = spec.requestTimeout(Duration.ofSeconds(20)).build();
        mcp.initialize();
        return new Client(mcp);
    }

    /** Calls that count a word each. */
    void count(int calls) {
        for (int i = 0; i < calls; i++) {
            TextContent answer = (TextContent) call("a private word").content().getFirst();
            if (!answer.text().equals("3")) {
                throw new AssertionError(answer.text());
            }
        }
    }

    CallToolResult call(String text) {
        return mcp.callTool(CallToolRequest.builder("count_words")
                .arguments(Map.of("text", text))
                .build());
    }

    CallToolResult callWithKey(String key) {
        return mcp.callTool(CallToolRequest.builder("count_words")
                .arguments(Map.of("text", "a private word"))
                .meta(Map.of("io.tallystick/idempotency-key", key))
                .build());
    }

    CallToolResult fail() {
        return mcp.callTool(CallToolRequest.builder("days_between")
                .arguments(Map.of("from", "yesterday", "to", "2026-11-01"))
                .build());
    }

    /** The command that runs a class of this test's class path. */
    static List<String> java(Class<?> main, String... args) {
        return java(main.getName(), args);
    }

    static List<String> java(String main, String... args) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(
                java, "-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp", System.getProperty("java.class.path"), main));
        command.addAll(List.of(args));
        return command;
    }

    @Override
    public void close() {
        mcp.closeGracefully();
    }
}
