package io.tallystick.emitter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EntitlementsTest {
    private static final String ALLOWED = """
            {"customerId":"a b","feature":"api_calls","kind":"metered","allowed":true,"used":"97","remaining":"3","limit":"100",
             "per":"DAY","hard":true,"resetsAt":"2026-11-23T00:00:00Z","plan":{"key":"community","version":1}}""";
    private static final String REACHED = """
            {"customerId":"a b","feature":"api_calls","kind":"metered","allowed":false,"reason":"limit_reached","used":"100",
             "remaining":"0","limit":"100","per":"DAY","hard":true,"resetsAt":"2026-11-23T00:00:00Z"}""";

    private final AtomicInteger asked = new AtomicInteger();
    private volatile String answer = ALLOWED;
    private HttpServer rating;

    @BeforeEach
    void start() throws IOException {
        rating = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        rating.createContext("/v1/entitlements/", exchange -> {
            asked.incrementAndGet();
            assertEquals(
                    "/v1/entitlements/a%20b/api_calls", exchange.getRequestURI().getRawPath());
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(body.length == 0 ? 503 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        rating.start();
    }

    @AfterEach
    void stop() {
        rating.stop(0);
    }

    @Test
    void an_answer_is_kept_until_it_is_used_up() {
        Gate gate = gate(rule());

        for (int call = 0; call < 3; call++) {
            assertEquals(Optional.empty(), gate.check("a b", "forecast"));
        }
        assertEquals(1, asked.get());

        answer = REACHED;
        assertTrue(gate.check("a b", "forecast").isPresent());
        assertTrue(gate.check("a b", "forecast").isPresent());
        assertEquals(2, asked.get());
    }

    @Test
    void a_refusal_says_what_an_agent_can_do() {
        answer = REACHED;

        Refused refused = gate(rule().raisedBy("https://acme.example/plans"))
                .check("a b", "forecast")
                .orElseThrow();

        assertEquals(
                "The limit of 100 api_calls is used up. It starts again at 2026-11-23T00:00:00Z. "
                        + "To raise it: https://acme.example/plans",
                refused.text());
        assertEquals(
                Map.of(
                        "error", "limit_reached",
                        "feature", "api_calls",
                        "limit", "100",
                        "used", "100",
                        "resetsAt", "2026-11-23T00:00:00Z",
                        "raise", "https://acme.example/plans"),
                refused.fields());
    }

    @Test
    void a_raised_limit_counts_when_the_answer_is_old() throws InterruptedException {
        answer = REACHED;
        Gate gate = gate(rule().keeping(Duration.ofMillis(1)));
        assertTrue(gate.check("a b", "forecast").isPresent());

        answer = ALLOWED;
        Thread.sleep(5);
        assertEquals(Optional.empty(), gate.check("a b", "forecast"));
    }

    @Test
    void when_nobody_answers_the_rule_decides() {
        answer = "";

        assertEquals(Optional.empty(), gate(rule()).check("a b", "forecast"));
        assertEquals(
                "not_answered",
                gate(rule().failingClosed())
                        .check("a b", "forecast")
                        .orElseThrow()
                        .reason());
    }

    @Test
    void what_was_answered_before_holds_while_nobody_answers() throws InterruptedException {
        Gate gate = gate(rule().failingClosed().keeping(Duration.ofMillis(1)));
        assertEquals(Optional.empty(), gate.check("a b", "forecast"));
        answer = "";
        Thread.sleep(5);

        assertEquals(Optional.empty(), gate.check("a b", "forecast"));
    }

    private static Entitlements.Rule rule() {
        return Entitlements.Rule.on("api_calls");
    }

    private Gate gate(Entitlements.Rule rule) {
        return Entitlements.at(
                URI.create("http://localhost:" + rating.getAddress().getPort()), "key", rule);
    }
}
