package io.tallystick.samples;

import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncToolSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpStatelessServerFeatures;
import io.modelcontextprotocol.server.transport.HttpServletSseServerTransportProvider;
import io.modelcontextprotocol.server.transport.HttpServletStatelessServerTransport;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.tallystick.emitter.Charges;
import io.tallystick.emitter.Entitlements;
import io.tallystick.emitter.Entitlements.Rule;
import io.tallystick.emitter.Meter;
import io.tallystick.emitter.MeterSettings;
import io.tallystick.emitter.mcp.Metered;
import jakarta.servlet.Servlet;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import reactor.core.publisher.Mono;

/**
 * The sample server. {@code SampleServer stdio}, or {@code SampleServer streamable|async|stateless|sse <port>}, answers on
 * {@code /mcp} ({@code sse}, the transport of older clients, on {@code /sse}). With {@code TALLY_URL} and {@code TALLY_KEY} in the
 * environment it meters itself; with {@code TALLY_ENTITLEMENT}, such as {@code api_calls}, it asks before each call, with
 * {@code TALLY_CHARGE} it tells what each costs.
 */
public final class SampleServer {
    /** What a gateway says of the caller it has authenticated. */
    public static final String CUSTOMER_HEADER = "X-Customer";

    private static final String NAME = "tallystick-sample";

    private SampleServer() {}

    /** Runs until it is stopped. */
    public static void main(String[] args) throws Exception {
        Optional<Metered> metered = fromEnvironment(System.getenv());
        if (args[0].equals("stdio")) {
            stdio(metered);
        } else {
            Server server = http(args[0], Integer.parseInt(args[1]), metered);
            System.out.println("listening on " + port(server));
            server.join();
        }
    }

    /** How a server with these environment variables meters itself, if it does. */
    static Optional<Metered> fromEnvironment(Map<String, String> environment) {
        if (!environment.containsKey("TALLY_URL")) {
            return Optional.empty();
        }
        MeterSettings settings = Optional.ofNullable(environment.get("TALLY_SPOOL"))
                .map(folder -> MeterSettings.DEFAULT.withSpool(Path.of(folder)))
                .orElse(MeterSettings.DEFAULT);
        URI url = URI.create(environment.get("TALLY_URL"));
        String key = environment.get("TALLY_KEY");
        Metered metered = Metered.by(Meter.to(url, key, "//" + NAME, settings)).saying("serverName", NAME);
        Metered gated = Optional.ofNullable(environment.get("TALLY_ENTITLEMENT"))
                .map(feature -> metered.behind(Entitlements.at(url, key, Rule.on(feature))))
                .orElse(metered);
        return Optional.of(Optional.ofNullable(environment.get("TALLY_CHARGE"))
                .map(meter -> gated.telling(Charges.at(url, key, meter)))
                .orElse(gated));
    }

    private static void stdio(Optional<Metered> metered) {
        serve(McpServer.sync(new StdioServerTransportProvider(McpJsonDefaults.getMapper())), metered);
    }

    /**
     * Starts a server over HTTP.
     *
     * @param kind streamable, async, stateless or sse
     * @param port 0 takes any, see {@link #port}
     */
    public static Server http(String kind, int port, Optional<Metered> metered) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("localhost");
        connector.setPort(port);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        ServletHolder holder = new ServletHolder(
                switch (kind) {
                    case "streamable" -> streamable(metered);
                    case "async" -> async(metered);
                    case "stateless" -> stateless(metered);
                    case "sse" -> sse(metered);
                    default -> throw new IllegalArgumentException(kind);
                });
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        server.setHandler(context);
        server.start();
        return server;
    }

    /** The port on which a server listens. */
    public static int port(Server server) {
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    private static Servlet streamable(Optional<Metered> metered) {
        var transport = HttpServletStreamableServerTransportProvider.builder()
                .mcpEndpoint("/mcp")
                .contextExtractor(request -> context(request.getHeader(CUSTOMER_HEADER)))
                .build();
        serve(McpServer.sync(transport), metered);
        return transport;
    }

    /** The transport is deprecated, but older clients have no other. */
    @SuppressWarnings("deprecation")
    private static Servlet sse(Optional<Metered> metered) {
        var transport = HttpServletSseServerTransportProvider.builder()
                .sseEndpoint("/sse")
                .messageEndpoint("/message")
                .contextExtractor(request -> context(request.getHeader(CUSTOMER_HEADER)))
                .build();
        serve(McpServer.sync(transport), metered);
        return transport;
    }

    private static void serve(McpServer.SyncSpecification<?> server, Optional<Metered> metered) {
        server.serverInfo(NAME, "1.0")
                .capabilities(ServerCapabilities.builder().tools(false).build());
        for (Tools.Offered offered : Tools.all()) {
            server.tools(sync(offered, metered));
        }
        server.build();
    }

    private static Servlet async(Optional<Metered> metered) {
        var transport = HttpServletStreamableServerTransportProvider.builder()
                .mcpEndpoint("/mcp")
                .contextExtractor(request -> context(request.getHeader(CUSTOMER_HEADER)))
                .build();
        var server = McpServer.async(transport)
                .serverInfo(NAME, "1.0")
                .capabilities(ServerCapabilities.builder().tools(false).build());
        for (Tools.Offered offered : Tools.all()) {
            AsyncToolSpecification tool = new AsyncToolSpecification(
                    offered.tool(),
                    (exchange, request) ->
                            Mono.fromCallable(() -> offered.work().apply(request)));
            server.tools(metered.map(meter -> meter.wrap(tool)).orElse(tool));
        }
        server.build();
        return transport;
    }

    private static Servlet stateless(Optional<Metered> metered) {
        var transport = HttpServletStatelessServerTransport.builder()
                .messageEndpoint("/mcp")
                .contextExtractor(request -> context(request.getHeader(CUSTOMER_HEADER)))
                .build();
        var server = McpServer.sync(transport)
                .serverInfo(NAME, "1.0")
                .capabilities(ServerCapabilities.builder().tools(false).build());
        for (Tools.Offered offered : Tools.all()) {
            var tool = new McpStatelessServerFeatures.SyncToolSpecification(offered.tool(), offered::apply);
            server.tools(metered.map(meter -> meter.wrap(tool)).orElse(tool));
        }
        server.build();
        return transport;
    }

    private static SyncToolSpecification sync(Tools.Offered offered, Optional<Metered> metered) {
        SyncToolSpecification tool = new SyncToolSpecification(
                offered.tool(), (exchange, request) -> offered.work().apply(request));
        return metered.map(meter -> meter.wrap(tool)).orElse(tool);
    }

    private static McpTransportContext context(String customer) {
        return customer == null
                ? McpTransportContext.EMPTY
                : McpTransportContext.create(Map.of(Metered.CUSTOMER, customer));
    }
}
