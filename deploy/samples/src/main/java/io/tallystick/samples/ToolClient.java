package io.tallystick.samples;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientSseClientTransport;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.client.transport.customizer.McpSyncHttpClientRequestCustomizer;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.tallystick.emitter.mcp.Metered;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The client of the official Java SDK, connected to one server on behalf of one customer. */
public final class ToolClient implements AutoCloseable {
    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final McpSyncClient mcp;

    private ToolClient(McpClientTransport transport) {
        this.mcp = McpClient.sync(transport).requestTimeout(PATIENCE).build();
        mcp.initialize();
    }

    /** Over Streamable HTTP, to {@code /mcp} on this machine. */
    public static ToolClient http(int port, String customer) {
        return new ToolClient(HttpClientStreamableHttpTransport.builder(localhost(port))
                .endpoint("/mcp")
                .customizeClient(builder -> builder.connectTimeout(CONNECTING))
                .addHttpRequestCustomizer(on(customer))
                .build());
    }

    /** Over HTTP with server-sent events, the transport before Streamable HTTP, to {@code /sse} on this machine. */
    @SuppressWarnings("deprecation") // Older servers have no other transport.
    public static ToolClient sse(int port, String customer) {
        return new ToolClient(HttpClientSseClientTransport.builder(localhost(port))
                .sseEndpoint("/sse")
                .customizeClient(builder -> builder.connectTimeout(CONNECTING))
                .addHttpRequestCustomizer(on(customer))
                .build());
    }

    /** Over standard input and output of a server that it starts. */
    public static ToolClient stdio(List<String> command, Map<String, String> environment) {
        return new ToolClient(new StdioClientTransport(
                ServerParameters.builder(command.getFirst())
                        .args(command.subList(1, command.size()))
                        .env(environment)
                        .build(),
                McpJsonDefaults.getMapper()));
    }

    /** Calls a tool. */
    public CallToolResult call(String tool, Map<String, Object> arguments) {
        return mcp.callTool(CallToolRequest.builder(tool).arguments(arguments).build());
    }

    /** Calls a tool under a key: called again with the same key, it is charged once. */
    public CallToolResult call(String tool, Map<String, Object> arguments, String key) {
        return mcp.callTool(CallToolRequest.builder(tool)
                .arguments(arguments)
                .meta(Map.of(Metered.IDEMPOTENCY_KEY, key))
                .build());
    }

    /** What a tool answered, as text. */
    public static String text(CallToolResult result) {
        return ((TextContent) result.content().getFirst()).text();
    }

    /** The names of the tools that the server offers. */
    public List<String> tools() {
        return mcp.listTools().tools().stream().map(tool -> tool.name()).toList();
    }

    /** Ends without a goodbye to the server. */
    public void drop() {
        mcp.close();
    }

    @Override
    public void close() {
        mcp.closeGracefully();
    }

    private static McpSyncHttpClientRequestCustomizer on(String customer) {
        return (request, method, uri, body, context) -> request.setHeader(SampleServer.CUSTOMER_HEADER, customer);
    }

    private static String localhost(int port) {
        return "http://localhost:" + port;
    }
}
