package io.tallystick.emitter.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tallystick.emitter.Gate;
import io.tallystick.emitter.McpCall.Method;
import io.tallystick.emitter.Meter;
import io.tallystick.emitter.MeterSettings;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is a call, by revision of the protocol, as a table. */
class RevisionTest {
    @TempDir
    private Path place;

    private final List<String> recorded = Collections.synchronizedList(new ArrayList<>());

    /**
     * After the handshake of its revision a client calls {@code search}; then the messages of the row pass: {@code =} a result to that
     * call, {@code !} an error, {@code >} a further request (with the id 2) and {@code <} its result, {@code ~} a notification. In
     * JSON, {@code '} stands for {@code "}.
     */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # revision  | what passes                        | messages                                                       | recorded
            2025-06-18 | a result                            | ={'content':[]}                                                | ok
            2025-06-18 | a result that says it is no error   | ={'content':[],'isError':false}                                | ok
            2025-06-18 | a result that says it is an error   | ={'content':[],'isError':true}                                 | error
            2025-06-18 | a protocol error                    | !{'code':-32602,'message':'no'}                                | nothing
            2025-06-18 | the same result twice               | ={'content':[]} ={'content':[]}                                | ok
            2025-11-25 | a result                            | ={'content':[]}                                                | ok
            2025-11-25 | a result that says it is an error   | ={'content':[],'isError':true}                                 | error
            2025-11-25 | a protocol error                    | !{'code':-32602,'message':'no'}                                | nothing
            2025-11-25 | a task that works on                | ={'task':{'taskId':'t','status':'working'}}                    | nothing
            2025-11-25 | a task that is asked for its state  | ={'task':{'taskId':'t','status':'working'}} >tasks/get <{'taskId':'t','status':'working'} | nothing
            2025-11-25 | a task that waits for input         | ={'task':{'taskId':'t','status':'working'}} >tasks/get <{'taskId':'t','status':'input_required'} | nothing
            2025-11-25 | a task that has completed           | ={'task':{'taskId':'t','status':'working'}} >tasks/get <{'taskId':'t','status':'completed'} | ok
            2025-11-25 | ... whose result is fetched, too    | ={'task':{'taskId':'t','status':'working'}} >tasks/get <{'taskId':'t','status':'completed'} >tasks/result <{'content':[]} | ok
            2025-11-25 | ... and told in a notification      | ={'task':{'taskId':'t','status':'working'}} ~notifications/tasks/status{'taskId':'t','status':'completed'} >tasks/result <{'content':[]} | ok
            2025-11-25 | a task that has failed              | ={'task':{'taskId':'t','status':'working'}} >tasks/get <{'taskId':'t','status':'failed'} | error
            2025-11-25 | a task that was cancelled           | ={'task':{'taskId':'t','status':'working'}} >tasks/get <{'taskId':'t','status':'cancelled'} | nothing
            2026-07-28 | a complete result                   | ={'resultType':'complete','content':[]}                        | ok
            2026-07-28 | a result without a type             | ={'content':[]}                                                | ok
            2026-07-28 | a result that says it is an error   | ={'resultType':'complete','content':[],'isError':true}         | error
            2026-07-28 | a protocol error                    | !{'code':-32602,'message':'no'}                                | nothing
            2026-07-28 | a question back                     | ={'resultType':'input_required','inputRequests':{}}            | nothing
            2026-07-28 | a question back, then the answer    | ={'resultType':'input_required','inputRequests':{}} >tools/call <{'resultType':'complete','content':[]} | ok
            2026-07-28 | a result of an unknown type         | ={'resultType':'partial','content':[]}                         | nothing
            2026-07-28 | a task that works on                | ={'resultType':'task','taskId':'t','status':'working'}         | nothing
            2026-07-28 | a task that waits for input         | ={'resultType':'task','taskId':'t','status':'working'} >tasks/get <{'resultType':'complete','taskId':'t','status':'input_required'} | nothing
            2026-07-28 | a task that has completed           | ={'resultType':'task','taskId':'t','status':'working'} >tasks/get <{'resultType':'complete','taskId':'t','status':'completed','result':{'content':[]}} | ok
            2026-07-28 | ... and is asked again              | ={'resultType':'task','taskId':'t','status':'working'} >tasks/get <{'taskId':'t','status':'completed','result':{'content':[]}} >tasks/get <{'taskId':'t','status':'completed','result':{'content':[]}} | ok
            2026-07-28 | ... and told in a notification      | ={'resultType':'task','taskId':'t','status':'working'} ~notifications/tasks{'taskId':'t','status':'completed','result':{'content':[]}} | ok
            2026-07-28 | a task whose result is an error     | ={'resultType':'task','taskId':'t','status':'working'} >tasks/get <{'taskId':'t','status':'completed','result':{'content':[],'isError':true}} | error
            2026-07-28 | a task that was cancelled           | ={'resultType':'task','taskId':'t','status':'working'} >tasks/get <{'taskId':'t','status':'cancelled'} | nothing
            """)
    void what_is_a_call(String revision, String what, String messages, String outcome) {
        try (Meter meter = meter()) {
            Observer observer = new Observer(meter, Gate.OPEN, EnumSet.of(Method.TOOLS_CALL));
            handshake(observer, revision);
            client(observer, call(revision, 1, "tools/call"));
            for (String message : messages.split(" ", -1)) {
                play(observer, revision, message.replace('\'', '"'));
            }
        }
        List<String> expected = outcome.equals("nothing")
                ? List.of()
                : List.of("search " + outcome + " complete " + revision + " agent");
        assertEquals(expected, recorded.stream().map(RevisionTest::brief).toList(), what);
    }

    private static void play(Observer observer, String revision, String message) {
        String rest = message.substring(1);
        switch (message.charAt(0)) {
            case '=' -> server(observer, "\"id\":1,\"result\":" + rest);
            case '!' -> server(observer, "\"id\":1,\"error\":" + rest);
            case '>' -> client(observer, call(revision, 2, rest));
            case '<' -> server(observer, "\"id\":2,\"result\":" + rest);
            case '~' -> {
                int body = rest.indexOf('{');
                server(observer, "\"method\":\"" + rest.substring(0, body) + "\",\"params\":" + rest.substring(body));
            }
            default -> throw new IllegalArgumentException(message);
        }
    }

    /** Since 2026-07-28 there is none: each request says what a handshake said before. */
    private static void handshake(Observer observer, String revision) {
        if (!revision.equals("2026-07-28")) {
            client(
                    observer,
                    "\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"" + revision
                            + "\",\"clientInfo\":{\"name\":\"agent\"}}");
            server(
                    observer,
                    "\"id\":0,\"result\":{\"protocolVersion\":\"" + revision + "\",\"serverInfo\":{\"name\":\"s\"}}");
        }
    }

    private static String call(String revision, int id, String method) {
        String meta = revision.equals("2026-07-28")
                ? ",\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"" + revision
                        + "\",\"io.modelcontextprotocol/clientInfo\":{\"name\":\"agent\",\"version\":\"1\"}}"
                : "";
        String about = method.equals("tools/call") ? "\"name\":\"search\",\"arguments\":{}" : "\"taskId\":\"t\"";
        return "\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":{" + about + meta + "}";
    }

    private static void client(Observer observer, String body) {
        observer.fromClient(message(body), "here", "acme", body.length());
    }

    private static void server(Observer observer, String body) {
        observer.fromServer(message(body), "here", "acme", body.length());
    }

    private static Message message(String body) {
        return Message.read(("{\"jsonrpc\":\"2.0\"," + body + "}").getBytes(StandardCharsets.UTF_8))
                .getFirst();
    }

    private static String brief(String event) {
        return text(event, "tool") + " " + text(event, "outcome") + " " + text(event, "resultType") + " "
                + text(event, "mcp.protocol.version") + " " + text(event, "clientName");
    }

    private static String text(String event, String field) {
        return event.replaceFirst(".*\"" + field + "\":\"([^\"]*)\".*", "$1");
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
