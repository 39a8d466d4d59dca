package io.tallystick.samples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPInputStream;

/** The other side of {@code POST /v1/events}: counts an event once for its customer, source and id, as rating-engine does. */
final class Billed implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<List<String>, JsonNode> events = new LinkedHashMap<>();
    private final HttpServer server;
    private int conflicts;
    private volatile boolean down;

    Billed() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/events", this::answer);
        server.createContext("/v1/entitlements/", this::refuse);
        server.start();
    }

    URI uri() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** Breaks every connection from now on, or no longer. */
    void goDown(boolean isDown) {
        down = isDown;
    }

    synchronized List<JsonNode> events() {
        return List.copyOf(events.values());
    }

    synchronized long of(String customer) {
        return events.keySet().stream()
                .filter(key -> key.getFirst().equals(customer))
                .count();
    }

    synchronized int conflicts() {
        return conflicts;
    }

    /** Waits until this many calls of a customer are billed. */
    void await(String customer, long calls) {
        await(() -> of(customer) >= calls);
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

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        JsonNode batch = JSON.readTree(new GZIPInputStream(exchange.getRequestBody()));
        if (!down) {
            take(batch);
            reply(exchange, 202, "{\"accepted\":" + batch.size() + ",\"refused\":0,\"results\":[]}");
        }
        exchange.close();
    }

    private synchronized void take(JsonNode batch) {
        for (JsonNode event : batch) {
            JsonNode first = events.putIfAbsent(
                    List.of(
                            event.get("subject").asText(),
                            event.get("source").asText(),
                            event.get("id").asText()),
                    event);
            if (first != null && !first.equals(event)) {
                conflicts++;
            }
        }
    }

    private void refuse(HttpExchange exchange) throws IOException {
        boolean poor = exchange.getRequestURI().getPath().contains("/poor/");
        reply(
                exchange,
                200,
                "{\"allowed\":" + !poor + ",\"reason\":\"limit_reached\",\"used\":\"100\",\"remaining\":\""
                        + (poor ? 0 : 9) + "\",\"limit\":\"100\",\"hard\":true,\"resetsAt\":\"2026-11-23T00:00:00Z\"}");
        exchange.close();
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
