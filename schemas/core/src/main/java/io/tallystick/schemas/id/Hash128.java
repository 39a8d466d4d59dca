package io.tallystick.schemas.id;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * 128 bits of SHA-256 over parts that are each preceded by their length, so that ({@code "a-b"}, {@code "c"}) and
 * ({@code "a"}, {@code "b-c"}) differ. Printed as 32 lower-case hex digits.
 *
 * @param high the first 64 bits
 * @param low the second 64 bits
 */
public record Hash128(long high, long low) {
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Hash128::sha256);

    /** The hash of {@code parts} in their order; {@code null} counts as a part of its own, different from "". */
    public static Hash128 of(String... parts) {
        MessageDigest digest = SHA_256.get();
        for (String part : parts) {
            byte[] bytes = part == null ? null : part.getBytes(StandardCharsets.UTF_8);
            digest.update(length(bytes == null ? -1 : bytes.length));
            if (bytes != null) {
                digest.update(bytes);
            }
        }
        return finish(digest);
    }

    /** The hash of one run of bytes. */
    public static Hash128 of(byte[] bytes) {
        MessageDigest digest = SHA_256.get();
        digest.update(bytes);
        return finish(digest);
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

    private static byte[] length(int length) {
        return ByteBuffer.allocate(4).putInt(length).array();
    }

    private static Hash128 finish(MessageDigest digest) {
        ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
        return new Hash128(bytes.getLong(), bytes.getLong());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
