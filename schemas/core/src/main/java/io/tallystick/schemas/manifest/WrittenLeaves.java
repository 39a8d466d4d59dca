package io.tallystick.schemas.manifest;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The leaves of a document in one pass over its bytes, as {@code Json} writes them: fields in order, no white space, decimals as
 * strings. Whatever is written otherwise, an escape for instance, is left to the long way over a tree, so that there is one judge of
 * the canonical form. Both ways say the same of every document.
 */
final class WrittenLeaves {
    private static final String LINES = "lines";
    private static final String MANIFEST = "manifest";
    private static final byte[] NOTHING = new byte[0];
    private static final List<String> LITERALS = List.of("true", "false", "null");

    private final byte[] json;
    private int at;
    private byte[] out;
    private int size;
    private byte[] head;
    private int afterLines = -1;
    private final Map<String, Spot> spots = new HashMap<>();

    private WrittenLeaves(byte[] json) {
        this.json = json;
        this.out = new byte[json.length + (json.length >> 1) + 64];
    }

    /** Not written by us, or with something that the short way does not know. */
    private static final class Unusual extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Unusual() {
            super("left to the tree", null, false, false);
        }
    }

    /** Where a field of the head stands: in the document and in its canonical form. */
    record Spot(int from, int to, int headFrom, int headTo) {}

    /** The document without its lines, in canonical form. */
    byte[] head() {
        return head;
    }

    /** Where the lines end in the document. */
    int afterLines() {
        return afterLines;
    }

    /** Where the value of a text of the head stands. */
    Optional<Spot> spot(String name) {
        return Optional.ofNullable(spots.get(name));
    }

    /**
     * Gives the canonical bytes of every line to {@code leaf}, as a buffer and how much of it counts.
     *
     * @param late fields of the head whose places are to be known
     * @return what was found, or empty if this document is left to the tree
     */
    static Optional<WrittenLeaves> read(byte[] json, Set<String> late, BiConsumer<byte[], Integer> leaf) {
        try {
            WrittenLeaves leaves = new WrittenLeaves(json);
            leaves.document(late, leaf);
            // A thousand documents wait for their numbers: none of them keeps what it was read with.
            leaves.out = NOTHING;
            return Optional.of(leaves);
        } catch (Unusual | ArrayIndexOutOfBoundsException left) {
            return Optional.empty();
        }
    }

    private void document(Set<String> late, BiConsumer<byte[], Integer> leaf) {
        head = new byte[1_024];
        int headSize = 0;
        expect('{');
        head[headSize++] = '{';
        int previous = -1;
        do {
            size = 0;
            int name = at + 1;
            previous = name(previous);
            int length = at - 2 - name;
            if (is(name, length, LINES)) {
                lines(leaf);
                afterLines = at;
            } else if (is(name, length, MANIFEST)) {
                throw new Unusual();
            } else {
                int from = at;
                int headFrom = headSize + size;
                value();
                for (String one : late) {
                    if (is(name, length, one)) {
                        spots.put(one, new Spot(from, at, headFrom, headSize + size));
                    }
                }
                put(',');
                if (headSize + size + 1 > head.length) {
                    head = Arrays.copyOf(head, 2 * (headSize + size + 1));
                }
                System.arraycopy(out, 0, head, headSize, size);
                headSize += size;
            }
        } while (more('}'));
        if (at != json.length || afterLines < 0) {
            throw new Unusual();
        }
        head[headSize++] = '}';
        head = Arrays.copyOf(head, headSize);
    }

    private void lines(BiConsumer<byte[], Integer> leaf) {
        expect('[');
        if (json[at] == ']') {
            at++;
            return;
        }
        do {
            size = 0;
            value();
            leaf.accept(out, size);
        } while (more(']'));
    }

    private void value() {
        switch (json[at]) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> integer();
            default -> literal();
        }
    }

    private void object() {
        expect('{');
        put('{');
        if (json[at] == '}') {
            at++;
        } else {
            int previous = -1;
            do {
                previous = name(previous);
                value();
                put(',');
            } while (more('}'));
        }
        put('}');
    }

    private void array() {
        expect('[');
        put('[');
        if (json[at] == ']') {
            at++;
        } else {
            do {
                value();
                put(',');
            } while (more(']'));
        }
        put(']');
    }

    /** A name with its length before it; names come in order. Returns where it begins. */
    private int name(int previous) {
        expect('"');
        int from = at;
        while (json[at] != '"') {
            if (json[at] < 0 || json[at] == '\\') {
                throw new Unusual();
            }
            at++;
        }
        if (previous >= 0 && !isBefore(previous, from)) {
            throw new Unusual();
        }
        number(at - from);
        put(':');
        copy(from, at);
        put('=');
        at++;
        expect(':');
        return from;
    }

    /** The shorter of two names that begin alike comes first; where it ends stands its quote. */
    private boolean isBefore(int first, int second) {
        int i = 0;
        while (json[first + i] == json[second + i]) {
            if (json[first + i] == '"') {
                return false;
            }
            i++;
        }
        if (json[first + i] == '"' || json[second + i] == '"') {
            return json[first + i] == '"';
        }
        return json[first + i] < json[second + i];
    }

    private void string() {
        int from = at++;
        while (json[at] != '"') {
            if (json[at] == '\\' || (json[at] & 0xF8) == 0xF0) {
                throw new Unusual();
            }
            at++;
        }
        at++;
        copy(from, at);
    }

    private void integer() {
        int from = at++;
        while (json[at] >= '0' && json[at] <= '9') {
            at++;
        }
        boolean fraction = json[at] == '.' || json[at] == 'e' || json[at] == 'E';
        boolean lonely = json[from] == '-' && (at - from == 1 || json[from + 1] == '0');
        if (fraction || lonely) {
            throw new Unusual();
        }
        copy(from, at);
    }

    private void literal() {
        for (String known : LITERALS) {
            if (is(at, known.length(), known)) {
                copy(at, at + known.length());
                at += known.length();
                return;
            }
        }
        throw new Unusual();
    }

    private boolean is(int from, int length, String word) {
        if (length != word.length() || from + length > json.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (json[from + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether another one follows, or the end was passed. */
    private boolean more(char end) {
        byte next = json[at++];
        if (next != ',' && next != end) {
            throw new Unusual();
        }
        return next == ',';
    }

    private void expect(char letter) {
        if (json[at++] != letter) {
            throw new Unusual();
        }
    }

    private void number(int value) {
        if (value >= 10) {
            number(value / 10);
        }
        put((char) ('0' + value % 10));
    }

    private void put(char letter) {
        if (size == out.length) {
            out = Arrays.copyOf(out, 2 * size);
        }
        out[size++] = (byte) letter;
    }

    private void copy(int from, int to) {
        int length = to - from;
        if (size + length > out.length) {
            out = Arrays.copyOf(out, 2 * (size + length));
        }
        System.arraycopy(json, from, out, size, length);
        size += length;
    }
}
