package io.tallystick.emitter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Answers as metering-ingest does and remembers what it took, again and again if it is sent again. */
final class StubIngest implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<JsonNode> taken = new ArrayList<>();
    private final HttpServer server;
    private volatile int failing;
    private volatile boolean losesAnswers;
    private volatile int largest = Integer.MAX_VALUE;

    StubIngest() {
        this(0);
    }

    StubIngest(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException taken) {
            throw new AssertionError(taken);
        }
        server.createContext("/v1/events", this::answer);
        server.start();
    }

    URI uri() {
        return URI.create("http://localhost:" + port());
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Answers with this status from now on; 0 means as it should. */
    void failWith(int status) {
        failing = status;
    }

    /** Takes the events but breaks the connection instead of answering. */
    void loseAnswers(boolean lost) {
        losesAnswers = lost;
    }

    void takeAtMost(int events) {
        largest = events;
    }

    synchronized List<JsonNode> taken() {
        return List.copyOf(taken);
    }

    List<String> ids() {
        return taken().stream().map(event -> event.get("id").asText()).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        JsonNode batch = JSON.readTree(new GZIPInputStream(exchange.getRequestBody()));
        if (failing != 0) {
            reply(exchange, failing, "{}");
        } else if (batch.size() > largest) {
            reply(exchange, 413, "{}");
        } else {
            String body = take(batch);
            if (losesAnswers) {
                exchange.close();
            } else {
                reply(exchange, 202, body);
            }
        }
    }

    private synchronized String take(JsonNode batch) {
        StringBuilder results = new StringBuilder();
        int refused = 0;
        for (int i = 0; i < batch.size(); i++) {
            if (batch.get(i).get("type").asText().equals("refuse.me")) {
                results.append(refused++ == 0 ? "" : ",")
                        .append("{\"index\":")
                        .append(i)
                        .append(
                                ",\"status\":\"refused\",\"code\":\"unknown_type\",\"pointer\":\"/type\",\"detail\":\"no \\\"meter\\\"\"}");
            } else {
                taken.add(batch.get(i));
            }
        }
        return "{\"accepted\":" + (batch.size() - refused) + ",\"refused\":" + refused + ",\"results\":[" + results
                + "]}";
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
