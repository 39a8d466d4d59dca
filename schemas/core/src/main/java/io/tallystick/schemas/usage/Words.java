package io.tallystick.schemas.usage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Texts that come again and again (types, sources, customers, dimension values), each made once for a while: a new one takes the place
 * of another that happens to share its slot. Safe among threads without a lock, because a text is immutable and any of two equal ones
 * will do.
 */
public final class Words {
    private static final int SLOTS = 4_096;
    private static final int LONGEST = 64;
    private static final Known[] KNOWN = new Known[SLOTS];

    private Words() {}

    /** The text of UTF-8 bytes, null for none. */
    public static String utf8(byte[] bytes) {
        if (bytes == null) {
            return null;
        }
        for (byte one : bytes) {
            if (one < 0) {
                return new String(bytes, StandardCharsets.UTF_8);
            }
        }
        return of(bytes, 0, bytes.length);
    }

    /** The text of ASCII bytes. */
    static String of(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length > LONGEST) {
            return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
        }
        int hash = length;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        int slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
        Known known = KNOWN[slot];
        if (known != null && Arrays.equals(known.bytes, 0, known.bytes.length, bytes, from, to)) {
            return known.text;
        }
        Known made = new Known(Arrays.copyOfRange(bytes, from, to));
        KNOWN[slot] = made;
        return made.text;
    }

    private static final class Known {
        private final byte[] bytes;
        private final String text;

        Known(byte[] bytes) {
            this.bytes = bytes;
            this.text = new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }
}
