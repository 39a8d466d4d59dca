package io.tallystick.schemas.usage;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.schemas.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A payload of plain fields, see {@link PlainReader}: it keeps the bytes of the event and where its fields stand in them, and makes a
 * value when it is asked for.
 */
final class PlainData extends EventData {
    /** Of each field: start and end of the name, start and end of the value, quotes of the value included. */
    static final int WIDTH = 4;

    private final byte[] bytes;
    private final int from;
    private final int to;
    private final int[] fields;
    private final int places;

    /** The last quantity that was asked for: the rules of a meter and its charges ask for the same one. */
    private Asked last;

    private record Asked(String pointer, BigDecimal quantity) {}

    /**
     * A payload.
     *
     * @param bytes of the whole event; nobody changes them
     * @param from where the payload begins in them
     * @param to where it ends
     * @param fields {@link #WIDTH} places for each field
     * @param places how many of them are taken
     */
    PlainData(byte[] bytes, int from, int to, int[] fields, int places) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        this.fields = fields;
        this.places = places;
    }

    @Override
    public String json() {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    @Override
    public JsonNode tree() {
        try {
            return Json.MAPPER.readTree(bytes, from, to - from);
        } catch (IOException impossible) {
            throw new UncheckedIOException("a payload that was read cannot be read", impossible);
        }
    }

    /** It has no escapes. */
    @Override
    public boolean hasNul() {
        return false;
    }

    @Override
    Optional<String> text(String pointer) {
        if (!isName(pointer)) {
            return new TreeData(tree()).text(pointer);
        }
        int field = find(pointer);
        if (field < 0) {
            return Optional.empty();
        }
        return switch (bytes[valueStart(field)]) {
            case '"' -> Optional.of(Words.of(bytes, valueStart(field) + 1, valueEnd(field) - 1));
            case 't', 'f' -> Optional.of(Words.of(bytes, valueStart(field), valueEnd(field)));
            case 'n' -> Optional.empty();
            default -> Optional.of(number(field));
        };
    }

    @Override
    BigDecimal quantity(String pointer) {
        Asked known = last;
        if (known == null || !known.pointer.equals(pointer)) {
            known = new Asked(pointer, read(pointer));
            last = known;
        }
        return known.quantity;
    }

    private BigDecimal read(String pointer) {
        int field = isName(pointer) ? find(pointer) : -1;
        if (field < 0 || bytes[valueStart(field)] != '"') {
            return new TreeData(tree()).quantity(pointer);
        }
        return Quantities.read(Words.of(bytes, valueStart(field) + 1, valueEnd(field) - 1), "/data" + pointer);
    }

    @Override
    String canonical() {
        int[] order = byName();
        StringBuilder out = new StringBuilder(2 * (to - from) + 8);
        out.append('{');
        for (int field : order) {
            int start = fields[field];
            int end = fields[field + 1];
            out.append(end - start).append(':');
            append(out, start, end);
            out.append('=');
            if (isNumber(field)) {
                out.append(number(field));
            } else {
                append(out, valueStart(field), valueEnd(field));
            }
            out.append(',');
        }
        return out.append('}').toString();
    }

    /** A whole number is written in one way only; another one may end with zeros. */
    private String number(int field) {
        String text = Words.of(bytes, valueStart(field), valueEnd(field));
        return text.indexOf('.') < 0 ? text : CanonicalJson.number(new BigDecimal(text));
    }

    private boolean isNumber(int field) {
        byte first = bytes[valueStart(field)];
        return first == '-' || (first >= '0' && first <= '9');
    }

    /** Whether a pointer names one field and has nothing in it that JSON pointers write in another way. */
    private static boolean isName(String pointer) {
        return !pointer.isEmpty()
                && pointer.charAt(0) == '/'
                && pointer.indexOf('/', 1) < 0
                && pointer.indexOf('~', 1) < 0;
    }

    private int find(String pointer) {
        int length = pointer.length() - 1;
        for (int field = 0; field < places; field += WIDTH) {
            if (fields[field + 1] - fields[field] == length && isAt(fields[field], pointer)) {
                return field;
            }
        }
        return -1;
    }

    private boolean isAt(int start, String pointer) {
        for (int i = 1; i < pointer.length(); i++) {
            if (bytes[start + i - 1] != pointer.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Few fields, mostly in order already. */
    private int[] byName() {
        int[] order = new int[places / WIDTH];
        for (int i = 0; i < order.length; i++) {
            int field = i * WIDTH;
            int place = i;
            while (place > 0 && comesBefore(field, order[place - 1])) {
                order[place] = order[place - 1];
                place--;
            }
            order[place] = field;
        }
        return order;
    }

    private boolean comesBefore(int field, int other) {
        return Arrays.compare(bytes, fields[field], fields[field + 1], bytes, fields[other], fields[other + 1]) < 0;
    }

    private void append(StringBuilder out, int start, int end) {
        for (int i = start; i < end; i++) {
            out.append((char) bytes[i]);
        }
    }

    private int valueStart(int field) {
        return fields[field + 2];
    }

    private int valueEnd(int field) {
        return fields[field + 3];
    }
}
