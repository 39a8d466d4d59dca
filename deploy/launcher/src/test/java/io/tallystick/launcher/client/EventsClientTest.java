package io.tallystick.launcher.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client against a server that says what it is told to say. */
final class EventsClientTest {
    private static final List<byte[]> EVENTS = List.of("{\"a\":1}".getBytes(StandardCharsets.UTF_8));

    private final Deque<Reply> replies = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private final List<ApiProblem> waits = new ArrayList<>();
    private HttpServer server;
    private TallyClient client;

    @BeforeEach
    void a_server() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            Reply reply = replies.removeFirst();
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        client = new TallyClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "tk_a_b");
    }

    @AfterEach
    void stops() {
        client.close();
        server.stop(0);
    }

    @Test
    void a_closed_door_is_tried_again_with_the_same_batch() {
        replies.add(new Reply(503, "{\"code\":\"log_unavailable\",\"detail\":\"the log does not answer\"}"));
        replies.add(new Reply(502, "<html>a proxy</html>"));
        replies.add(new Reply(202, "{\"accepted\":1,\"refused\":0,\"results\":[]}"));
        assertEquals(1, events(Duration.ofSeconds(10)).send(EVENTS).accepted());
        assertEquals(
                List.of("Bearer tk_a_b [{\"a\":1}]", "Bearer tk_a_b [{\"a\":1}]", "Bearer tk_a_b [{\"a\":1}]"), asked);
        assertEquals(
                "the log does not answer (log_unavailable)", waits.getFirst().getMessage());
    }

    @Test
    void patience_has_an_end() {
        replies.add(new Reply(503, "{\"code\":\"log_unavailable\",\"detail\":\"the log does not answer\"}"));
        ApiProblem problem =
                assertThrows(ApiProblem.class, () -> events(Duration.ZERO).send(EVENTS));
        assertEquals(503, problem.status());
    }

    @Test
    void a_batch_of_which_nothing_was_accepted_is_an_answer() {
        replies.add(new Reply(
                422,
                "{\"code\":\"nothing_accepted\",\"accepted\":0,\"refused\":1,\"results\":[{\"index\":0,\"status\":\"refused\","
                        + "\"code\":\"unknown_type\",\"pointer\":\"/type\",\"detail\":\"no meter\"}]}"));
        BatchAnswer answer = events(Duration.ZERO).send(EVENTS);
        assertEquals(List.of(new BatchAnswer.Refused(0, "unknown_type", "/type", "no meter")), answer.refused());
    }

    @Test
    void a_refusal_is_one_line_that_names_the_field_the_value_and_the_rule() {
        replies.add(new Reply(
                422,
                "{\"code\":\"invalid_plan\",\"detail\":\"the plan has 1 finding\",\"errors\":[{\"pointer\":\"/key\","
                        + "\"value\":\"x\",\"rule\":\"must be y\",\"code\":\"key_mismatch\"}]}"));
        ApiProblem problem = assertThrows(ApiProblem.class, () -> client.get("/v1/plans"));
        assertEquals("the plan has 1 finding; /key is \"x\": must be y (invalid_plan)", problem.getMessage());
    }

    @Test
    void nobody_at_the_address_is_one_plain_sentence() {
        server.stop(0);
        ApiProblem problem = assertThrows(ApiProblem.class, () -> client.get("/v1/plans"));
        assertEquals("unreachable", problem.code());
        assertTrue(problem.getMessage().startsWith("No answer from http://127.0.0.1:"), problem::getMessage);
    }

    @Test
    void a_list_is_read_page_by_page() {
        replies.add(new Reply(200, "{\"items\":[{\"id\":1}],\"next\":\"a b\"}"));
        replies.add(new Reply(200, "{\"items\":[{\"id\":2}]}"));
        assertEquals(2, client.list("/v1/closes").size());
    }

    private EventsClient events(Duration patience) {
        return new EventsClient(client, patience, waits::add);
    }

    private record Reply(int status, String body) {}
}
