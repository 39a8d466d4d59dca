package io.tallystick.bench;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;

/** Writes requests in batched mode, as an emitter would: ids are UUIDs of version 7, decimals are strings. */
final class EventWriter {
    private static final int USUAL_BYTES = 272;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long SECONDS_PER_DAY = 86_400;

    private static final byte[] ID = Ascii.bytes("{\"specversion\":\"1.0\",\"id\":\"");
    private static final byte[] TYPE = Ascii.bytes("\",\"source\":\"/mcp/eu-1\",\"type\":\"");
    private static final byte[] CALL = Ascii.bytes(Names.CALL);
    private static final byte[] TOKENS = Ascii.bytes(Names.TOKENS);
    private static final byte[] SUBJECT = Ascii.bytes("\",\"subject\":\"");
    private static final byte[] TIME = Ascii.bytes("\",\"time\":\"");
    private static final byte[] CALLED_WELL = Ascii.bytes("Z\",\"data\":{\"tool\":\"search\",\"outcome\":\"ok\"}}");
    private static final byte[] CALLED_IN_VAIN =
            Ascii.bytes("Z\",\"data\":{\"tool\":\"search\",\"outcome\":\"error\"}}");
    private static final byte[] USED = Ascii.bytes("Z\",\"data\":{\"model\":\"m-1\",\"tokens\":\"");
    private static final byte[] USED_UNKNOWN = Ascii.bytes("Z\",\"data\":{\"model\":\"m-1\"}}");
    private static final byte[] END = Ascii.bytes("\"}}");

    private final Traffic traffic;
    private final byte[] thisMonth;
    private final byte[] lastMonth;

    EventWriter(Traffic traffic) {
        this.traffic = traffic;
        this.thisMonth = month(traffic.thisMonth());
        this.lastMonth = month(traffic.lastMonth());
    }

    /** The events of positions {@code from} to {@code to}, exclusive. */
    byte[] batch(long from, long to) {
        Ascii json = new Ascii((int) (to - from) * USUAL_BYTES);
        json.add('[');
        for (long position = from; position < to; position++) {
            if (position > from) {
                json.add(',');
            }
            write(json, position);
        }
        return json.add(']').toBytes();
    }

    /** The event of one position. */
    byte[] single(long position) {
        Ascii json = new Ascii(USUAL_BYTES);
        write(json, position);
        return json.toBytes();
    }

    /** Whether the door takes the event of a position. */
    boolean isAcceptable(long position) {
        return traffic.kind(position) != Traffic.Kind.MALFORMED;
    }

    /** Whose event stands at a position. */
    String customer(long position) {
        long source = traffic.kind(position) == Traffic.Kind.REPEATED ? traffic.original(position) : position;
        return Names.customer(traffic.event(source).customer());
    }

    /** One call at the start of the present month for each customer, under its own ids. */
    byte[] calls(Iterable<String> customers, long firstId, int each) {
        Ascii json = new Ascii(USUAL_BYTES);
        json.add('[');
        long id = firstId;
        for (String customer : customers) {
            for (int i = 0; i < each; i++) {
                if (json.length() > 1) {
                    json.add(',');
                }
                json.add(ID).add(Ascii.bytes("call-" + id++)).add(TYPE).add(CALL);
                json.add(SUBJECT).add(Ascii.bytes(customer)).add(TIME);
                time(json, thisMonth, 0);
                json.add(CALLED_WELL);
            }
        }
        return json.add(']').toBytes();
    }

    private void write(Ascii json, long position) {
        Traffic.Kind kind = traffic.kind(position);
        Traffic.Event event = traffic.event(kind == Traffic.Kind.REPEATED ? traffic.original(position) : position);
        boolean malformed = kind == Traffic.Kind.MALFORMED;
        json.add(ID);
        uuid(json, event.position());
        json.add(TYPE).add(event.call() && !malformed ? CALL : TOKENS);
        json.add(SUBJECT).add(Names.CUSTOMER).decimal(event.customer(), 1).add(TIME);
        time(json, event.late() ? lastMonth : thisMonth, event.micros());
        if (malformed) {
            json.add(USED_UNKNOWN);
        } else if (event.call()) {
            json.add(event.failed() ? CALLED_IN_VAIN : CALLED_WELL);
        } else {
            json.add(USED).decimal(event.tokens(), 1).add(END);
        }
    }

    private void uuid(Ascii json, long position) {
        long high = 0x0190_0000_0000_0000L + (position << 16);
        long low = 0x8000_0000_0000_0000L | (traffic.bits(position) >>> 2);
        json.hex(high >>> 32, 8).add('-').hex(high >>> 16, 4).add('-').add('7').hex(high, 3);
        json.add('-').hex(low >>> 48, 4).add('-').hex(low, 12);
    }

    /** So many microseconds after the start of a month. */
    private static void time(Ascii json, byte[] month, long micros) {
        long seconds = micros / MICROS_PER_SECOND;
        long ofDay = seconds % SECONDS_PER_DAY;
        json.add(month).decimal(seconds / SECONDS_PER_DAY + 1, 2).add('T');
        json.decimal(ofDay / 3_600, 2)
                .add(':')
                .decimal(ofDay / 60 % 60, 2)
                .add(':')
                .decimal(ofDay % 60, 2);
        json.add('.').decimal(micros % MICROS_PER_SECOND, 6);
    }

    private static byte[] month(Instant start) {
        var date = start.atZone(ZoneOffset.UTC);
        return Ascii.bytes(String.format(Locale.ROOT, "%04d-%02d-", date.getYear(), date.getMonthValue()));
    }
}
