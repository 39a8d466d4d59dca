package io.tallystick.web.access;

import io.tallystick.schemas.id.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A credential {@code tk_<id>_<secret>}: an id of 16 lower-case letters and digits and a secret of 256 random bits as 52 such
 * characters. It is shown once, when it is made; what is kept is {@link #hash()}.
 *
 * @param id which key it claims to be
 * @param secret what proves it
 */
public record Credential(String id, String secret) {
    private static final String PREFIX = "tk_";
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int ID_LENGTH = 16;
    private static final int SECRET_LENGTH = 52;

    /** A new credential; {@code random} must be fit for secrets, such as {@link java.security.SecureRandom}. */
    public static Credential make(RandomGenerator random) {
        return new Credential(draw(random, ID_LENGTH), draw(random, SECRET_LENGTH));
    }

    /** The credential that {@code text} spells, empty if it does not have the form. */
    public static Optional<Credential> parse(String text) {
        if (text.length() != PREFIX.length() + ID_LENGTH + 1 + SECRET_LENGTH
                || !text.startsWith(PREFIX)
                || text.charAt(PREFIX.length() + ID_LENGTH) != '_') {
            return Optional.empty();
        }
        String id = text.substring(PREFIX.length(), PREFIX.length() + ID_LENGTH);
        String secret = text.substring(text.length() - SECRET_LENGTH);
        return isPlain(id) && isPlain(secret) ? Optional.of(new Credential(id, secret)) : Optional.empty();
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) {
                return false;
            }
        }
        return true;
    }

    /** What a client sends: {@code Authorization: Bearer tk_…}. */
    public String text() {
        return PREFIX + id + "_" + secret;
    }

    /** SHA-256 of {@link #text()}, 64 hex digits: the {@code hash} of an {@link io.tallystick.schemas.access.AccessKey}. */
    public String hash() {
        return HexFormat.of().formatHex(sha256(text()));
    }

    /** Whether {@code hash} was made from this credential; takes the same time wherever they differ. */
    public boolean matches(String hash) {
        return MessageDigest.isEqual(
                hash().getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
    }

    /** Without the secret, so that it cannot reach a log. */
    @Override
    public String toString() {
        return "tk_" + id + "_…";
    }

    private static String draw(RandomGenerator random, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    private static byte[] sha256(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.US_ASCII));
    }
}
