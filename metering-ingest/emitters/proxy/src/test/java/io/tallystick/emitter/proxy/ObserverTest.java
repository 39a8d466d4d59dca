package io.tallystick.emitter.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallystick.emitter.Gate;
import io.tallystick.emitter.McpCall.Method;
import io.tallystick.emitter.Meter;
import io.tallystick.emitter.MeterSettings;
import io.tallystick.emitter.Refused;
import io.tallystick.emitter.Transport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObserverTest {
    private static final String CALL = """
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search","arguments":{"q":"secret"}}}""";

    @TempDir
    private Path place;

    private final List<String> recorded = Collections.synchronizedList(new ArrayList<>());

    @ParameterizedTest
    @ValueSource(
            strings = {
                // 2025-06-18 and 2025-11-25
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[],\"isError\":false}}",
                // 2026-07-28
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"resultType\":\"complete\",\"content\":[]}}",
                // fields in another order, and a text that looks like an error
                "{\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"\\\"isError\\\":true\"}]},\"id\":1,\"jsonrpc\":\"2.0\"}"
            })
    void a_complete_result_is_one_call(String answer) {
        assertEquals(List.of("search ok"), play("c " + CALL, "s " + answer, "s " + answer));
    }

    @Test
    void an_error_result_is_recorded_as_one_for_the_plan_to_judge() {
        assertEquals(
                List.of("search error"),
                play("c " + CALL, "s {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[],\"isError\":true}}"));
    }

    @Test
    void a_protocol_error_is_no_call() {
        assertEquals(
                List.of(),
                play("c " + CALL, "s {\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32602,\"message\":\"no\"}}"));
    }

    @Test
    void a_question_back_is_no_call_and_its_answer_is_one() {
        assertEquals(
                List.of("search ok"),
                play(
                        "c " + CALL,
                        "s {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"resultType\":\"input_required\",\"inputRequests\":{}}}",
                        "c " + CALL.replace("\"id\":1", "\"id\":2"),
                        "s {\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"resultType\":\"complete\",\"content\":[]}}"));
    }

    @Test
    void ids_that_begin_again_are_other_calls() {
        String answer = "s {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}";

        assertEquals(List.of("search ok", "search ok"), play("c " + CALL, answer, "c " + CALL, answer));
    }

    @Test
    void the_id_1_and_the_id_text_1_are_two() {
        assertEquals(List.of(), play("c " + CALL, "s {\"jsonrpc\":\"2.0\",\"id\":\"1\",\"result\":{\"content\":[]}}"));
    }

    @Test
    void a_task_is_billed_once_when_it_has_ended() {
        assertEquals(
                List.of("search ok task-t1"),
                play(
                        "c " + CALL.replace("\"name\"", "\"task\":{\"ttl\":60000},\"name\""),
                        "s {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"task\":{\"taskId\":\"t1\",\"status\":\"working\"}}}",
                        "c {\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tasks/get\",\"params\":{\"taskId\":\"t1\"}}",
                        "s {\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"taskId\":\"t1\",\"status\":\"working\"}}",
                        "c {\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tasks/get\",\"params\":{\"taskId\":\"t1\"}}",
                        "s {\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{\"taskId\":\"t1\",\"status\":\"completed\"}}",
                        "s {\"jsonrpc\":\"2.0\",\"method\":\"notifications/tasks/status\",\"params\":{\"taskId\":\"t1\",\"status\":\"completed\"}}",
                        "c {\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"tasks/result\",\"params\":{\"taskId\":\"t1\"}}",
                        "s {\"jsonrpc\":\"2.0\",\"id\":4,\"result\":{\"content\":[]}}"));
    }

    @Test
    void a_cancelled_task_is_no_call() {
        assertEquals(
                List.of(),
                play(
                        "c " + CALL,
                        "s {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"task\":{\"taskId\":\"t1\",\"status\":\"working\"}}}",
                        "c {\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tasks/get\",\"params\":{\"taskId\":\"t1\"}}",
                        "s {\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"taskId\":\"t1\",\"status\":\"cancelled\"}}"));
    }

    @Test
    void a_call_that_is_repeated_under_the_same_key_is_charged_once() {
        String call = CALL.replace("\"name\"", "\"_meta\":{\"io.tallystick/idempotency-key\":\"k1\"},\"name\"");
        String answer = "s {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}";

        assertEquals(List.of("search ok key-k1"), play("c " + call, answer, "c " + call, answer));
    }

    @Test
    void of_a_resource_only_the_scheme_is_told() {
        assertEquals(
                List.of("file ok"),
                play(
                        "c {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/read\",\"params\":{\"uri\":\"file:///etc/secret\"}}",
                        "s {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"contents\":[]}}"));
    }

    @Test
    void a_refusal_is_a_tool_result_that_an_agent_can_act_on() {
        Gate shut = (customer, tool) -> Optional.of(new Refused(
                "api_calls",
                "limit_reached",
                Optional.of("100"),
                Optional.of("100"),
                Optional.of("2026-11-23T00:00:00Z"),
                Optional.empty()));
        Observer observer = new Observer(meter(), shut, EnumSet.allOf(Method.class));

        byte[] answer = observer.fromClient(message(CALL), "here", "acme", 1).orElseThrow();

        assertEquals(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"resultType\":\"complete\",\"content\":[{\"type\":\"text\",\"text\":"
                        + "\"The limit of 100 api_calls is used up. It starts again at 2026-11-23T00:00:00Z.\"}],"
                        + "\"structuredContent\":{\"error\":\"limit_reached\",\"feature\":\"api_calls\",\"limit\":\"100\","
                        + "\"used\":\"100\",\"resetsAt\":\"2026-11-23T00:00:00Z\"},\"isError\":true}}",
                new String(answer, StandardCharsets.UTF_8));
    }

    @Test
    void a_stream_is_cut_into_messages_however_its_bytes_arrive() {
        String stream = ": hello\r\n\r\nid: 7\r\ndata: {\"a\":\r\ndata: 1}\r\n\r\nevent: x\ndata:two\n\n";
        List<String> events = new ArrayList<>();
        SseReader reader = new SseReader(data -> events.add(new String(data, StandardCharsets.UTF_8)));
        for (byte b : stream.getBytes(StandardCharsets.UTF_8)) {
            reader.read(new byte[] {b}, 1);
        }
        assertEquals(List.of("{\"a\":\n1}", "two"), events);
    }

    @Test
    void who_pays_may_be_a_claim_of_the_token() {
        String token = "e30.eyJleHAiOjEsInN1YiI6ImFjbWUifQ.sig";

        assertEquals(Optional.of("acme"), Payer.claim("sub").of(name -> "Bearer " + token));
        assertEquals(Optional.empty(), Payer.claim("org").of(name -> "Bearer " + token));
        assertEquals(Optional.empty(), Payer.claim("sub").of(name -> "Bearer opaque"));
    }

    /** Lines of the client ({@code c …}) and the server ({@code s …}); what was recorded. */
    private List<String> play(String... lines) {
        try (Meter meter = meter()) {
            Observer observer = new Observer(meter, Gate.OPEN, EnumSet.allOf(Method.class));
            for (String line : lines) {
                Message message = message(line.substring(2));
                if (line.startsWith("c ")) {
                    assertTrue(observer.fromClient(message, "here", "acme", line.length())
                            .isEmpty());
                } else {
                    observer.fromServer(message, "here", "acme", line.length());
                }
            }
        }
        assertTrue(recorded.stream().noneMatch(event -> event.contains("secret")), "an event tells no arguments");
        return recorded.stream().map(ObserverTest::brief).toList();
    }

    private static String brief(String event) {
        String name = text(event, event.contains("\"tool\"") ? "tool" : "scheme");
        String id = text(event, "id");
        return name + " " + text(event, "outcome") + (id.contains("task-") || id.contains("key-") ? " " + id : "");
    }

    private static String text(String event, String field) {
        return event.replaceFirst(".*\"" + field + "\":\"([^\"]*)\".*", "$1");
    }

    private static Message message(String json) {
        return Message.read(json.getBytes(StandardCharsets.UTF_8)).getFirst();
    }

    private Meter meter() {
        Transport memory = batch -> {
            batch.forEach(event -> recorded.add(new String(event, StandardCharsets.UTF_8)));
            return new Transport.Taken(List.of());
        };
        return Meter.over(
                memory,
                "//test",
                MeterSettings.DEFAULT.withSpool(place).withBatches(100, Duration.ofMillis(2)),
                InstantSource.fixed(Instant.parse("2026-11-22T20:00:00Z")));
    }
}
