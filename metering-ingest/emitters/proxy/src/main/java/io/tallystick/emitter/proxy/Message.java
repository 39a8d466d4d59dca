package io.tallystick.emitter.proxy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.tallystick.emitter.McpCall;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What metering needs to know of a JSON-RPC message; arguments and contents are skipped, never read.
 *
 * @param id as JSON text, so that {@code 1} and {@code "1"} differ; absent in a notification
 * @param method absent in a response
 * @param facts what else was found, by the path of {@link #PATHS}
 * @param answered whether it is a response with a result
 */
record Message(Optional<String> id, Optional<String> method, Map<String, String> facts, boolean answered) {
    static final String NAME = "/params/name";
    static final String URI = "/params/uri";
    static final String TASK_ID = "/params/taskId";
    static final String KEY = "/params/_meta/" + McpCall.IDEMPOTENCY_KEY;
    static final String CLIENT = "/params/clientInfo/name";
    static final String CLIENT_OF_REQUEST = "/params/_meta/io.modelcontextprotocol/clientInfo/name";
    static final String REVISION_OF_REQUEST = "/params/_meta/io.modelcontextprotocol/protocolVersion";
    static final String SERVER = "/result/serverInfo/name";
    static final String REVISION = "/result/protocolVersion";
    static final String IS_ERROR = "/result/isError";
    static final String RESULT_TYPE = "/result/resultType";
    static final String TASK = "/result/task/taskId";
    static final String TASK_HANDLE = "/result/taskId";
    static final String TASK_STATUS = "/result/status";
    static final String TASK_ERROR = "/result/result/isError";
    static final String NOTIFIED_STATUS = "/params/status";
    static final String NOTIFIED_ERROR = "/params/result/isError";

    private static final List<String> PATHS = List.of(
            NAME,
            URI,
            TASK_ID,
            KEY,
            CLIENT,
            CLIENT_OF_REQUEST,
            REVISION_OF_REQUEST,
            SERVER,
            REVISION,
            IS_ERROR,
            RESULT_TYPE,
            TASK,
            TASK_HANDLE,
            TASK_STATUS,
            TASK_ERROR,
            NOTIFIED_STATUS,
            NOTIFIED_ERROR);
    private static final JsonFactory JSON = new JsonFactory();

    Optional<String> fact(String path) {
        return Optional.ofNullable(facts.get(path));
    }

    boolean is(String path, String value) {
        return value.equals(facts.get(path));
    }

    /** The task that a result only names: nested in revision 2025-11-25, flat with a type of its own in 2026-07-28. */
    Optional<String> task() {
        return fact(TASK).or(() -> fact(TASK_HANDLE).filter(id -> is(RESULT_TYPE, "task")));
    }

    /** The messages of a body, none if it is no JSON-RPC: that is for the server to say. */
    static List<Message> read(byte[] body) {
        List<Message> messages = new ArrayList<>();
        try (JsonParser json = JSON.createParser(body)) {
            JsonToken first = json.nextToken();
            if (first == JsonToken.START_OBJECT) {
                messages.add(readOne(json));
            } else if (first == JsonToken.START_ARRAY) {
                while (json.nextToken() == JsonToken.START_OBJECT) {
                    messages.add(readOne(json));
                }
            }
        } catch (IOException notJson) {
            return List.of();
        }
        return messages;
    }

    private static Message readOne(JsonParser json) throws IOException {
        Optional<String> id = Optional.empty();
        Optional<String> method = Optional.empty();
        boolean answered = false;
        Map<String, String> facts = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "id" -> id = idText(json, value);
                case "method" -> method = Optional.of(json.getText());
                case "params" -> readFacts(json, "/params", facts);
                case "result" -> {
                    answered = true;
                    readFacts(json, "/result", facts);
                }
                default -> json.skipChildren();
            }
        }
        return new Message(id, method, facts, answered);
    }

    private static void readFacts(JsonParser json, String path, Map<String, String> facts) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String here = path + "/" + json.currentName();
            JsonToken value = json.nextToken();
            if (value == JsonToken.START_OBJECT && PATHS.stream().anyMatch(one -> one.startsWith(here + "/"))) {
                readFacts(json, here, facts);
            } else if (value.isScalarValue() && PATHS.contains(here)) {
                facts.put(here, json.getText());
            } else {
                json.skipChildren();
            }
        }
    }

    private static Optional<String> idText(JsonParser json, JsonToken value) throws IOException {
        return switch (value) {
            case VALUE_STRING -> Optional.of(quoted(json.getText()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Optional.of(json.getText());
            default -> {
                json.skipChildren();
                yield Optional.empty();
            }
        };
    }

    static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
