package io.tallystick.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tallystick.web.Http.Answer;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("integration")
@QuarkusTest
@QuarkusTestResource(Broker.class)
class ProblemTest {
    @Test
    void a_decimal_is_a_string_on_the_wire() {
        assertEquals(
                "{\"value\":\"1.50\"}",
                Http.post("/sample", "{\"value\":\"1.50\"}").body());
    }

    @Test
    void a_refusal_is_a_problem_with_a_stable_type() {
        Answer answer = Http.get("/sample/refused").mustBe(409, "out_of_order");

        assertEquals("https://tallystick.io/problems/out-of-order", answer.text("/type"));
        assertEquals("Out of order", answer.text("/title"));
        assertEquals("409", answer.text("/status"));
        assertEquals("the order is wrong", answer.text("/detail"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sample/broken", "/sample/broken-later"})
    void an_unexpected_error_shows_an_incident_and_nothing_else(String path) {
        Answer answer = Http.get(path).mustBe(500, "internal_error");

        assertTrue(answer.text("/detail").matches("an unexpected error, .* as incident [0-9a-f-]{36}"), answer::body);
        assertFalse(answer.body().contains("secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sample", "/sample/later"})
    void a_body_that_does_not_fit_names_the_field(String path) {
        Answer unknown = Http.post(path, "{\"valeu\":\"1\"}").mustBe(400, "invalid_body");
        assertEquals("/valeu", unknown.text("/errors/0/pointer"));
        assertEquals("unknown_field", unknown.text("/errors/0/code"));
        Answer wrong = Http.post(path, "{\"value\":\"one\"}").mustBe(400, "invalid_body");
        assertEquals("/value", wrong.text("/errors/0/pointer"));
        Http.post(path, "{\"value\":").mustBe(400, "malformed_json");
        Http.post(path, "{\"value\":\"1\",\"value\":\"2\"}").mustBe(400, "malformed_json");
        Http.post(path, "{\"value\":" + "1".repeat(1_000) + "}").mustBe(400, "malformed_json");
        Http.post(path, "").mustBe(400, "missing_body");
        Http.post(path, "null").mustBe(400, "missing_body");
    }

    @Test
    void what_the_http_layer_refuses_is_a_problem_too() {
        Http.get("/nowhere").mustBe(404, "not_found");
        Http.get("/sample/nowhere").mustBe(404, "not_found");
        Http.send(Http.to("/sample").DELETE()).mustBe(405, "method_not_allowed");
        Http.send(Http.to("/sample").header("Content-Type", "text/plain").POST(BodyPublishers.ofString("x")))
                .mustBe(415, "unsupported_media_type");
        Http.send(Http.to("/sample/refused").header("Accept", "image/png")).mustBe(406, "not_acceptable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sample", "/sample/later"})
    void a_body_over_the_limit_is_refused_before_it_is_read(String path) throws IOException {
        try (Socket socket = new Socket("localhost", Http.port())) {
            socket.setSoTimeout(10_000);
            String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 9000000\r\n\r\n{";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
            assertTrue(answer.toLowerCase(Locale.ROOT).contains("content-type: application/problem+json"), answer);
            assertTrue(answer.contains("\"code\":\"body_too_large\""), answer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sample", "/sample/later"})
    void a_caller_that_hangs_up_in_the_middle_of_its_body_is_no_error_of_ours(String path) throws Exception {
        List<LogRecord> incidents = new CopyOnWriteArrayList<>();
        Logger log = Logger.getLogger("io.tallystick.web.problem.ProblemMappers");
        Handler handler = new Incidents(incidents);
        log.addHandler(handler);
        try {
            try (Socket socket = new Socket("localhost", Http.port())) {
                String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{";
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
                Thread.sleep(100);
            }
            // What the server does with it is over when it answers others and a failure of its own is written down.
            Thread.sleep(200);
            Http.get("/sample/broken").mustBe(500, "internal_error");
        } finally {
            log.removeHandler(handler);
        }

        assertEquals(
                1,
                incidents.size(),
                () -> incidents.stream().map(LogRecord::getMessage).toList().toString());
    }

    /** Keeps what is logged as an error. */
    private static final class Incidents extends Handler {
        private final List<LogRecord> kept;

        Incidents(List<LogRecord> kept) {
            this.kept = kept;
        }

        @Override
        public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= Level.SEVERE.intValue()) {
                kept.add(record);
            }
        }

        @Override
        public void flush() {
            // nothing waits
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    @Test
    void a_list_is_walked_page_by_page() {
        Answer first = Http.get("/sample/numbers?limit=150");
        assertEquals(150, first.json().get("items").size());
        String link = first.header("Link");
        assertTrue(link.matches("<http://.*/sample/numbers\\?limit=150&after=[^&>]+>; rel=\"next\""), link);
        Answer second = Http.get("/sample/numbers?limit=150&after=" + first.text("/next"));
        assertEquals(100, second.json().get("items").size());
        assertEquals("150", second.text("/items/0"));
        assertEquals("", second.header("Link"));
    }

    @Test
    void a_parameter_that_does_not_fit_is_named() {
        Http.get("/sample/numbers?limit=0").mustBe(400, "invalid_parameter");
        Http.get("/sample/numbers?after=x").mustBe(400, "invalid_cursor");
        assertEquals(
                "at",
                Http.get("/sample/time?at=noon")
                        .mustBe(400, "invalid_parameter")
                        .text("/errors/0/pointer"));
    }
}
