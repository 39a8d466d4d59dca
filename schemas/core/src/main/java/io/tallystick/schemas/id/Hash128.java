package io.tallystick.schemas.id;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * 128 bits of SHA-256 over parts that are each preceded by their length, so that ({@code "a-b"}, {@code "c"}) and
 * ({@code "a"}, {@code "b-c"}) differ. Printed as 32 lower-case hex digits.
 *
 * @param high the first 64 bits
 * @param low the second 64 bits
 */
public record Hash128(long high, long low) {
    private static final ThreadLocal<Hashing> HASHING = ThreadLocal.withInitial(Hashing::new);

    /** The hash of {@code parts} in their order; {@code null} counts as a part of its own, different from "". */
    public static Hash128 of(String... parts) {
        Hashing hashing = HASHING.get();
        for (String part : parts) {
            hashing.add(part);
        }
        return hashing.finish();
    }

    /** The hash of one part that is given as its UTF-8 bytes: that of {@link #of(String...)} with its text. */
    public static Hash128 ofUtf8(byte[] part) {
        Hashing hashing = HASHING.get();
        hashing.addLength(part.length);
        hashing.addRaw(part);
        return hashing.finish();
    }

    /** The hash of one run of bytes, which no length precedes. */
    public static Hash128 of(byte[] bytes) {
        Hashing hashing = HASHING.get();
        hashing.addRaw(bytes);
        return hashing.finish();
    }

    /**
     * Reads 32 hex digits.
     *
     * @throws IllegalArgumentException if {@code hex} is something else
     */
    public static Hash128 parse(String hex) {
        ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
        if (bytes.remaining() != 16) {
            throw new IllegalArgumentException("a 128 bit hash has 32 hex digits, not \"" + hex + "\"");
        }
        return new Hash128(bytes.getLong(), bytes.getLong());
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }

    /** What one thread hashes with: parts are gathered in a buffer, so that the digest is asked once for a short hash. */
    private static final class Hashing {
        /** A longer part is copied at once faster than letter by letter. */
        private static final int MOST_BY_LETTER = 200;

        private final MessageDigest digest = Sha256.digest();
        private final byte[] gathered = new byte[1_024];
        private int count;

        void add(String part) {
            if (part == null) {
                addLength(-1);
            } else if (part.length() > MOST_BY_LETTER || !addAscii(part)) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                addLength(bytes.length);
                addRaw(bytes);
            }
        }

        /** Nothing is added, and the answer is false, if the part has other characters. */
        private boolean addAscii(String part) {
            int length = part.length();
            if (count + 4 + length > gathered.length) {
                flush();
            }
            int at = count + 4;
            for (int i = 0; i < length; i++) {
                char c = part.charAt(i);
                if (c >= 0x80) {
                    return false;
                }
                gathered[at + i] = (byte) c;
            }
            addLength(length);
            count += length;
            return true;
        }

        private void addLength(int length) {
            if (count + 4 > gathered.length) {
                flush();
            }
            gathered[count++] = (byte) (length >>> 24);
            gathered[count++] = (byte) (length >>> 16);
            gathered[count++] = (byte) (length >>> 8);
            gathered[count++] = (byte) length;
        }

        void addRaw(byte[] bytes) {
            flush();
            digest.update(bytes);
        }

        private void flush() {
            digest.update(gathered, 0, count);
            count = 0;
        }

        Hash128 finish() {
            flush();
            ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
            return new Hash128(bytes.getLong(), bytes.getLong());
        }
    }
}
