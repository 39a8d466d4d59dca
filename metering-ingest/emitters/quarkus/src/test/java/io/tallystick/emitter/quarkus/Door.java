package io.tallystick.emitter.quarkus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** The other side: takes events, and refuses the customer {@code poor}. It sets the two properties of the README. */
public class Door implements QuarkusTestResourceLifecycleManager {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<JsonNode> EVENTS = new CopyOnWriteArrayList<>();

    private HttpServer server;

    static List<JsonNode> of(String customer) {
        return EVENTS.stream()
                .filter(event -> event.get("subject").asText().equals(customer))
                .toList();
    }

    @Override
    public Map<String, String> start() {
        try {
            Path spool = Files.createTempDirectory("spool");
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/v1/events", Door::take);
            server.createContext("/v1/entitlements/", Door::judge);
            server.start();
            Map<String, String> properties = ofTheReadme();
            if (!properties.keySet().equals(Set.of("tallystick.url", "tallystick.key"))) {
                throw new AssertionError("the README needs other properties: " + properties);
            }
            properties.put(
                    "tallystick.url", "http://localhost:" + server.getAddress().getPort());
            properties.put("tallystick.key", "key");
            properties.put("tallystick.spool", spool.toString());
            return properties;
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    /** What the README tells to set. */
    private static Map<String, String> ofTheReadme() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        int begin = readme.indexOf("```properties") + "```properties".length();
        Map<String, String> properties = new HashMap<>();
        for (String line :
                readme.substring(begin, readme.indexOf("```", begin)).strip().split("\\n", -1)) {
            properties.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
        }
        return properties;
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    private static void take(HttpExchange exchange) throws IOException {
        JsonNode batch = JSON.readTree(new GZIPInputStream(exchange.getRequestBody()));
        batch.forEach(EVENTS::add);
        reply(exchange, 202, "{\"accepted\":" + batch.size() + ",\"refused\":0,\"results\":[]}");
    }

    private static void judge(HttpExchange exchange) throws IOException {
        if (exchange.getRequestURI().getPath().endsWith("/price")) {
            reply(exchange, 200, "{\"amount\":\"0.005\",\"currency\":\"USD\",\"basis\":\"marginal_estimate\"}");
            return;
        }
        boolean poor = exchange.getRequestURI().getPath().contains("/poor/");
        reply(
                exchange,
                200,
                "{\"allowed\":" + !poor
                        + ",\"reason\":\"limit_reached\",\"limit\":\"100\",\"used\":\"100\",\"hard\":true}");
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
