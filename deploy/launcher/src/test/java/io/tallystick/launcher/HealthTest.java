package io.tallystick.launcher;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final String READY =
            "{\"status\":\"UP\",\"checks\":[{\"name\":\"process\",\"status\":\"UP\",\"data\":{\"pid\":4711}}]}";

    @Test
    void the_process_that_was_started_is_ready_when_it_says_so() throws IOException {
        assertTrue(asked(200, READY, 4711));
        assertFalse(asked(503, READY, 4711));
    }

    @Test
    void another_process_on_the_same_port_is_not_taken_for_it() throws IOException {
        assertFalse(asked(200, READY, 4712));
        assertFalse(asked(200, "{\"status\":\"UP\",\"checks\":[]}", 4711));
        assertFalse(asked(200, "It works!", 4711));
    }

    private static boolean asked(int status, String body, long pid) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/q/health/ready", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            return new Health()
                    .isReady("http://127.0.0.1:" + server.getAddress().getPort(), pid);
        } finally {
            server.stop(0);
        }
    }
}
