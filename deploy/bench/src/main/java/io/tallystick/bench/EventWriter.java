package io.tallystick.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/** Writes requests in batched mode, as an emitter would: ids are UUIDs of version 7, decimals are strings. */
final class EventWriter {
    private final Traffic traffic;

    EventWriter(Traffic traffic) {
        this.traffic = traffic;
    }

    /** The events of positions {@code from} to {@code to}, exclusive. */
    byte[] batch(long from, long to) {
        StringBuilder json = new StringBuilder((int) (to - from) * 320);
        json.append('[');
        for (long position = from; position < to; position++) {
            if (position > from) {
                json.append(',');
            }
            write(json, position);
        }
        return bytes(json.append(']'));
    }

    /** The event of one position. */
    byte[] single(long position) {
        StringBuilder json = new StringBuilder(320);
        write(json, position);
        return bytes(json);
    }

    /** Whose event stands at a position. */
    String customer(long position) {
        long source = traffic.kind(position) == Traffic.Kind.REPEATED ? traffic.original(position) : position;
        return Names.customer(traffic.event(source).customer());
    }

    private void write(StringBuilder json, long position) {
        switch (traffic.kind(position)) {
            case NORMAL -> write(json, traffic.event(position));
            case REPEATED -> write(json, traffic.event(traffic.original(position)));
            case MALFORMED -> writeMalformed(json, traffic.event(position));
        }
    }

    /** One call at the start of the present month for each customer, under its own ids. */
    byte[] calls(Iterable<String> customers, long firstId, int each) {
        StringBuilder json = new StringBuilder().append('[');
        long id = firstId;
        for (String customer : customers) {
            for (int i = 0; i < each; i++) {
                json.append(json.length() == 1 ? "" : ",");
                begin(json, "call-" + id++, Names.CALL, customer, traffic.thisMonth());
                json.append("\"tool\":\"search\",\"outcome\":\"ok\"}}");
            }
        }
        return bytes(json.append(']'));
    }

    private void write(StringBuilder json, Traffic.Event event) {
        begin(
                json,
                uuid(event.position()),
                event.call() ? Names.CALL : Names.TOKENS,
                Names.customer(event.customer()),
                time(event));
        if (event.call()) {
            json.append("\"tool\":\"search\",\"outcome\":\"")
                    .append(event.failed() ? "error" : "ok")
                    .append("\"}}");
        } else {
            json.append("\"model\":\"m-1\",\"tokens\":\"")
                    .append(event.tokens())
                    .append("\"}}");
        }
    }

    private void writeMalformed(StringBuilder json, Traffic.Event event) {
        begin(json, uuid(event.position()), Names.TOKENS, Names.customer(event.customer()), time(event));
        json.append("\"model\":\"m-1\"}}");
    }

    private static void begin(StringBuilder json, String id, String type, String customer, Instant time) {
        json.append("{\"specversion\":\"1.0\",\"id\":\"")
                .append(id)
                .append("\",\"source\":\"/mcp/eu-1\",\"type\":\"")
                .append(type)
                .append("\",\"subject\":\"")
                .append(customer)
                .append("\",\"time\":\"")
                .append(time)
                .append("\",\"data\":{");
    }

    private Instant time(Traffic.Event event) {
        return (event.late() ? traffic.lastMonth() : traffic.thisMonth()).plus(event.micros(), ChronoUnit.MICROS);
    }

    private String uuid(long position) {
        HexFormat hex = HexFormat.of();
        String high = hex.toHexDigits(0x0190_0000_0000_0000L + (position << 16));
        String low = hex.toHexDigits(0x8000_0000_0000_0000L | (traffic.bits(position) >>> 2));
        return high.substring(0, 8) + '-' + high.substring(8, 12) + "-7" + high.substring(13) + '-'
                + low.substring(0, 4) + '-' + low.substring(4);
    }

    private static byte[] bytes(StringBuilder json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
