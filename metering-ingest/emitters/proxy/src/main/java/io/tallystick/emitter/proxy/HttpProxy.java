package io.tallystick.emitter.proxy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tallystick.emitter.McpCall;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands in front of an MCP server that speaks Streamable HTTP, or HTTP with server-sent events as before revision 2025-03-26: there
 * the answers come on a stream whose first event names the address for requests, which joins the two. It passes every request on once, as it is, and every answer as it
 * comes; streams are not held back. A call is recorded before its answer is passed on, so that a proxy that is killed
 * has either recorded a call or not answered it.
 */
public final class HttpProxy implements AutoCloseable {
    private static final int LARGEST_REQUEST = 32 << 20;
    private static final Set<String> NOT_PASSED_ON = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "accept-encoding",
            ":status");

    static {
        // Without it a small answer waits 40 ms for the acknowledgement of its head.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final AtomicLong exchanges = new AtomicLong();

    /** Addresses that open streams have named for the requests that they answer. */
    private final Set<String> addresses = ConcurrentHashMap.newKeySet();

    private final HttpServer server;
    private final URI upstream;
    private final Payer payer;
    private final Observer observer;

    /**
     * Starts.
     *
     * @param at where to listen; port 0 takes any
     * @param upstream the server, such as {@code http://localhost:9000}; paths are passed on as they are
     * @throws IOException if the port is taken
     */
    public HttpProxy(InetSocketAddress at, URI upstream, Payer payer, Observer observer) throws IOException {
        this.upstream = upstream;
        this.payer = payer;
        this.observer = observer;
        this.server = HttpServer.create(at, 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /** The port on which it listens. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        client.shutdownNow();
    }

    /** One request with what joins its answers to it. */
    private record Visit(HttpExchange exchange, String scope, boolean inSession, String customer) {}

    private void handle(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        String customer = payer.of(headers::getFirst).orElse(McpCall.NOBODY);
        String session = headers.getFirst("Mcp-Session-Id");
        String address = exchange.getRequestURI().toString();
        Visit visit;
        if (session != null) {
            visit = new Visit(exchange, "session-" + session, true, customer);
        } else if (addresses.contains(address)) {
            visit = new Visit(exchange, address, true, customer);
        } else {
            visit = new Visit(exchange, "exchange-" + exchanges.incrementAndGet(), false, customer);
        }
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(LARGEST_REQUEST + 1);
            if (body.length > LARGEST_REQUEST) {
                reply(exchange, 413, "");
                return;
            }
            pass(visit, body);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        } finally {
            if (!visit.inSession()) {
                observer.forget(visit.scope());
            }
        }
    }

    private void pass(Visit visit, byte[] body) throws IOException, InterruptedException {
        String method = visit.exchange().getRequestHeaders().getFirst("Mcp-Method");
        // Newer revisions name the method in a header: what is of no concern need not be read.
        List<Message> messages = method == null || Observer.concerns(method) ? Message.read(body) : List.of();
        for (Message message : messages) {
            var refusal = observer.fromClient(message, visit.scope(), visit.customer(), body.length);
            if (refusal.isPresent() && messages.size() == 1) {
                visit.exchange().getResponseHeaders().set("Content-Type", "application/json");
                reply(visit.exchange(), 200, new String(refusal.get(), StandardCharsets.UTF_8));
                return;
            }
        }
        HttpResponse<InputStream> response;
        try {
            response = client.send(request(visit.exchange(), body), BodyHandlers.ofInputStream());
        } catch (IOException unreachable) {
            // The server may have worked: whoever sends it again decides that, not the proxy.
            reply(visit.exchange(), 502, "the server behind the proxy did not answer");
            return;
        }
        try (InputStream answer = response.body()) {
            passBack(visit, response, answer);
        }
    }

    private HttpRequest request(HttpExchange exchange, byte[] body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(upstream.resolve(exchange.getRequestURI().toString()));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.method(
                        exchange.getRequestMethod(),
                        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                .build();
    }

    private void passBack(Visit visit, HttpResponse<InputStream> response, InputStream answer) throws IOException {
        HttpExchange exchange = visit.exchange();
        response.headers().map().forEach((name, values) -> {
            if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (type.startsWith("text/event-stream")) {
            stream(visit, response.statusCode(), answer);
        } else {
            byte[] body = answer.readAllBytes();
            observe(visit, visit.scope(), body);
            exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void stream(Visit visit, int status, InputStream answer) throws IOException {
        visit.exchange().sendResponseHeaders(status, 0);
        Observed events = new Observed(visit);
        byte[] buffer = new byte[16_384];
        OutputStream out = visit.exchange().getResponseBody();
        out.flush();
        boolean connected = true;
        try (events) {
            for (int read = answer.read(buffer); read >= 0; read = answer.read(buffer)) {
                events.reader.read(buffer, read);
                connected = connected && send(out, buffer, read);
                if (!connected && !visit.inSession()) {
                    return;
                }
            }
        }
    }

    /** The events of one stream, which may name the address whose requests it answers. */
    private final class Observed implements AutoCloseable {
        private final SseReader reader = new SseReader(this::take);
        private final Visit visit;
        private Optional<String> address = Optional.empty();

        Observed(Visit visit) {
            this.visit = visit;
        }

        private void take(byte[] data) {
            if (data.length > 0 && data[0] == '/' && address.isEmpty()) {
                String named = new String(data, StandardCharsets.UTF_8);
                address = Optional.of(named);
                addresses.add(named);
            } else {
                observe(visit, address.orElse(visit.scope()), data);
            }
        }

        @Override
        public void close() {
            address.ifPresent(named -> {
                addresses.remove(named);
                observer.forget(named);
            });
        }
    }

    /** False if the client has gone: within a session it may ask for the rest of the stream again, so the rest is still observed. */
    private static boolean send(OutputStream out, byte[] buffer, int length) {
        try {
            out.write(buffer, 0, length);
            out.flush();
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    private void observe(Visit visit, String scope, byte[] body) {
        for (Message message : Message.read(body)) {
            observer.fromServer(message, scope, visit.customer(), body.length);
        }
    }

    private static void reply(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }
}
