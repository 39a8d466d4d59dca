package io.tallystick.demo;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;

/** Writes CloudEvents in structured mode, as an MCP server does at the completion of a call. */
final class EventText {
    static final String TOOL_CALL = "io.tallystick.mcp.tool-call.v1";
    static final String COMPUTE = "io.tallystick.compute.v1";
    static final String STORAGE = "io.tallystick.storage.v1";
    static final String SERVICE_HOURS = "io.tallystick.service-hours.v1";

    private static final JsonMapper MAPPER = new JsonMapper();

    private final SplittableRandom random;

    EventText(SplittableRandom random) {
        this.random = random;
    }

    String call(String customer, Instant at, Traffic.Tool tool, String model, String outcome, int milliseconds) {
        ObjectNode event = event(customer, at, TOOL_CALL, "/mcp/" + tool.server());
        event.putObject("data")
                .put("tool", tool.name())
                .put("model", model)
                .put("outcome", outcome)
                .put("milliseconds", milliseconds);
        return event.toString();
    }

    String compute(String customer, Instant at, BigDecimal seconds, String accelerator) {
        ObjectNode event = event(customer, at, COMPUTE, "/runtime/" + accelerator);
        event.putObject("data").put("seconds", seconds.toPlainString()).put("accelerator", accelerator);
        return event.toString();
    }

    String storage(String customer, Instant at, BigDecimal gigabytes, String storageClass) {
        ObjectNode event = event(customer, at, STORAGE, "/storage/volumes");
        event.putObject("data").put("gigabytes", gigabytes.toPlainString()).put("class", storageClass);
        return event.toString();
    }

    String consulting(String customer, Instant at, BigDecimal hours) {
        ObjectNode event = event(customer, at, SERVICE_HOURS, "/services/timesheets");
        event.putObject("data").put("hours", hours.toPlainString()).put("work", "implementation");
        return event.toString();
    }

    private ObjectNode event(String customer, Instant at, String type, String source) {
        return MAPPER.createObjectNode()
                .put("specversion", "1.0")
                .put("id", id(at).toString())
                .put("source", source)
                .put("type", type)
                .put("subject", customer)
                .put("time", at.toString());
    }

    /** Version 7 (RFC 9562): made once when the work was done, and kept whenever the event is sent again. */
    private UUID id(Instant at) {
        long high = (at.toEpochMilli() << 16) | 0x7000L | random.nextInt(0x1000);
        long low = 0x8000_0000_0000_0000L | (random.nextLong() >>> 2);
        return new UUID(high, low);
    }
}
