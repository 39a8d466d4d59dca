package io.tallystick.schemas.usage;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads an event that is written as nearly all are in one pass over its bytes, without a tree: ASCII without escapes, the attributes that
 * {@link UsageEventReader} asks for and no others, a payload without nesting. Whatever else an event may be, and whatever is wrong
 * with it, is not decided here: then there is no answer, and {@link UsageEventReader} reads it from a tree. So there is one judge of
 * what is refused, and why.
 */
final class PlainReader {
    private static final int FEW_FIELDS = 6;
    private static final int MOST_FIELDS = 24;
    private static final int NOTHING = -1;

    private static final int ID = 0;
    private static final int SOURCE = 1;
    private static final int TYPE = 2;
    private static final int SUBJECT = 3;
    private static final int TIME = 4;
    private static final int VERSION = 5;
    private static final int DATA = 6;

    /** By the numbers above; the last one may stand there and says nothing to us. */
    private static final byte[][] NAMES = {
        ascii("id"),
        ascii("source"),
        ascii("type"),
        ascii("subject"),
        ascii("time"),
        ascii("specversion"),
        ascii("data"),
        ascii("datacontenttype")
    };

    private static final byte[] VERSION_1 = ascii("1.0");
    private static final byte[] RESERVED = ascii(UsageEventReader.RESERVED_TYPE_PREFIX);

    private final byte[] bytes;
    private int at;

    /** Start and end of each attribute's value, without quotes; 0 while it was not met. */
    private final int[] starts = new int[NAMES.length];

    private final int[] ends = new int[NAMES.length];
    private int[] fields = {};
    private int fieldPlaces;

    private PlainReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The event, if it is a plain one that breaks no rule. */
    static Optional<UsageEvent> read(byte[] bytes, Instant receivedAt) {
        PlainReader reader = new PlainReader(bytes);
        return reader.isPlain() && reader.isSound() ? reader.event(receivedAt) : Optional.empty();
    }

    /** The payload that stands alone in {@code bytes}, if it is a plain one. */
    static Optional<EventData> payload(byte[] bytes) {
        PlainReader reader = new PlainReader(bytes);
        return reader.payload() && reader.at == bytes.length
                ? Optional.of(new PlainData(bytes, 0, bytes.length, reader.fields, reader.fieldPlaces))
                : Optional.empty();
    }

    private Optional<UsageEvent> event(Instant receivedAt) {
        Instant time;
        try {
            time = EventTime.parse(string(TIME)).truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException refusedByTheOther) {
            return Optional.empty();
        }
        if (!UsageEventReader.isInRange(time, receivedAt)) {
            return Optional.empty();
        }
        return Optional.of(new UsageEvent(
                string(ID),
                Words.of(bytes, starts[SOURCE], ends[SOURCE]),
                Words.of(bytes, starts[TYPE], ends[TYPE]),
                Words.of(bytes, starts[SUBJECT], ends[SUBJECT]),
                time,
                new PlainData(bytes, starts[DATA], ends[DATA], fields, fieldPlaces)));
    }

    private boolean isSound() {
        return isBetween(ID, 1, UsageEventReader.MAX_ID)
                && isBetween(SOURCE, 1, UsageEventReader.MAX_ID)
                && isBetween(TYPE, 1, UsageEventReader.MAX_TYPE)
                && isBetween(SUBJECT, 1, UsageEventReader.MAX_CUSTOMER)
                && isBetween(TIME, 1, 64)
                && starts[DATA] > 0
                && is(VERSION_1, starts[VERSION], ends[VERSION])
                && !(ends[TYPE] - starts[TYPE] >= RESERVED.length
                        && is(RESERVED, starts[TYPE], starts[TYPE] + RESERVED.length));
    }

    private boolean isBetween(int attribute, int least, int most) {
        int length = ends[attribute] - starts[attribute];
        return length >= least && length <= most;
    }

    private boolean isPlain() {
        skipSpace();
        if (!eat('{')) {
            return false;
        }
        do {
            int start = name();
            int attribute = start == NOTHING ? NOTHING : attribute(start, at - 1);
            if (attribute == NOTHING || starts[attribute] != 0 || !colon()) {
                return false;
            }
            if (!(attribute == DATA ? payload() : text(attribute))) {
                return false;
            }
            skipSpace();
        } while (eat(','));
        if (!eat('}')) {
            return false;
        }
        skipSpace();
        return at == bytes.length;
    }

    private int attribute(int from, int to) {
        for (int attribute = 0; attribute < NAMES.length; attribute++) {
            if (is(NAMES[attribute], from, to)) {
                return attribute;
            }
        }
        return NOTHING;
    }

    private boolean text(int attribute) {
        int start = at + 1;
        if (!quoted()) {
            return false;
        }
        starts[attribute] = start;
        ends[attribute] = at - 1;
        return true;
    }

    private boolean payload() {
        int start = at;
        if (!eat('{')) {
            return false;
        }
        int[] found = new int[FEW_FIELDS * PlainData.WIDTH];
        int count = 0;
        skipSpace();
        if (!eat('}')) {
            do {
                if (count == MOST_FIELDS * PlainData.WIDTH) {
                    return false;
                }
                found = count == found.length ? Arrays.copyOf(found, MOST_FIELDS * PlainData.WIDTH) : found;
                if (!field(found, count)) {
                    return false;
                }
                count += PlainData.WIDTH;
                skipSpace();
            } while (eat(','));
            if (!eat('}')) {
                return false;
            }
        }
        starts[DATA] = start;
        ends[DATA] = at;
        fields = found;
        fieldPlaces = count;
        return true;
    }

    private boolean field(int[] found, int count) {
        int start = name();
        if (start == NOTHING) {
            return false;
        }
        int end = at - 1;
        for (int other = 0; other < count; other += PlainData.WIDTH) {
            if (Arrays.equals(bytes, start, end, bytes, found[other], found[other + 1])) {
                return false;
            }
        }
        if (!colon()) {
            return false;
        }
        found[count] = start;
        found[count + 1] = end;
        found[count + 2] = at;
        boolean plain = value();
        found[count + 3] = at;
        return plain;
    }

    private boolean value() {
        return switch (peek()) {
            case '"' -> quoted();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        };
    }

    private boolean word(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (!eat(word.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whole, or with a fraction; no exponent, no negative zero, and short enough for every limit. */
    private boolean number() {
        boolean negative = eat('-');
        int first = at;
        int whole = digits();
        boolean fraction = eat('.');
        int parts = fraction ? digits() : 1;
        return whole > 0
                && parts > 0
                && whole + parts <= 18
                && (whole == 1 || bytes[first] != '0')
                && !(negative && bytes[first] == '0');
    }

    private int digits() {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        return at - start;
    }

    /** Where the name begins that stands here; afterwards we are behind its closing quote. */
    private int name() {
        skipSpace();
        int start = at + 1;
        return quoted() ? start : NOTHING;
    }

    private boolean colon() {
        skipSpace();
        boolean here = eat(':');
        skipSpace();
        return here;
    }

    private boolean quoted() {
        if (!eat('"')) {
            return false;
        }
        while (at < bytes.length) {
            byte b = bytes[at++];
            if (b == '"') {
                return true;
            }
            // Bytes of other scripts are negative.
            if (b < ' ' || b == '\\' || b == 0x7f) {
                return false;
            }
        }
        return false;
    }

    private boolean eat(char wanted) {
        if (at < bytes.length && bytes[at] == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private byte peek() {
        return at < bytes.length ? bytes[at] : 0;
    }

    private void skipSpace() {
        while (at < bytes.length && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
    }

    private boolean is(byte[] wanted, int from, int to) {
        return Arrays.equals(wanted, 0, wanted.length, bytes, from, to);
    }

    private String string(int attribute) {
        return new String(bytes, starts[attribute], ends[attribute] - starts[attribute], StandardCharsets.ISO_8859_1);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
