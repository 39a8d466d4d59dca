package io.tallystick.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;

/** Breaks a good compute event in each way that the door must notice. */
final class Malformed {
    private static final JsonMapper MAPPER = new JsonMapper();

    private static final List<Break> BREAKS = List.of(
            new Break("missing_quantity", event -> data(event).remove("seconds")),
            new Break("invalid_quantity", event -> data(event).put("seconds", "a lot")),
            new Break("quantity_too_large", event -> data(event).put("seconds", "1e400")),
            new Break("unknown_type", event -> event.put("type", "io.tallystick.telex.v1")),
            new Break("invalid_time", event -> event.put("time", "yesterday, after lunch")),
            new Break("time_out_of_range", event -> event.put("time", "1998-10-01T00:00:00Z")),
            new Break("missing_attribute", event -> event.remove("subject")),
            new Break("missing_attribute", event -> event.remove("data")),
            new Break("unsupported_specversion", event -> event.put("specversion", "0.3")));

    private Malformed() {}

    /** How many different ways there are. */
    static int ways() {
        return BREAKS.size();
    }

    /** {@code good}, a compute event, broken in way {@code way} of {@link #ways()}, with another id. */
    static DemoEvent of(DemoEvent good, int way) {
        Break broken = BREAKS.get(way);
        ObjectNode event = parse(good.json());
        event.put("id", event.get("id").textValue() + "-broken");
        broken.how.accept(event);
        return DemoEvent.malformed(good.customerId(), good.occurredAt(), event.toString(), broken.code);
    }

    static ObjectNode parse(String json) {
        try {
            return (ObjectNode) MAPPER.readTree(json);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static ObjectNode data(ObjectNode event) {
        return (ObjectNode) event.get("data");
    }

    private record Break(String code, Consumer<ObjectNode> how) {}
}
