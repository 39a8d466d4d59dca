package io.tallystick.schemas.usage;

import java.nio.charset.StandardCharsets;

/**
 * Texts that come again and again (types, sources, customers, dimension values), each made once for a while: a new one takes the place
 * of another that happens to share its slot. Safe among threads without a lock, because a text is immutable and any of two equal ones
 * will do.
 */
final class Words {
    private static final int SLOTS = 4_096;
    private static final int LONGEST = 64;
    private static final String[] KNOWN = new String[SLOTS];

    private Words() {}

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
        String known = KNOWN[slot];
        if (known != null && known.length() == length && same(known, bytes, from)) {
            return known;
        }
        String made = new String(bytes, from, length, StandardCharsets.ISO_8859_1);
        KNOWN[slot] = made;
        return made;
    }

    private static boolean same(String known, byte[] bytes, int from) {
        for (int i = 0; i < known.length(); i++) {
            if (known.charAt(i) != bytes[from + i]) {
                return false;
            }
        }
        return true;
    }
}
