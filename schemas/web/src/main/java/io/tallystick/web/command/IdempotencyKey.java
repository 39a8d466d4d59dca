package io.tallystick.web.command;

import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.web.problem.Problems;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A command that its caller may send again without doing it twice. A service stores (scope, key, fingerprint, answer) in the
 * transaction of the command itself: the row is unique by scope and key, so that of two at the same time one waits and then sees
 * the answer of the other.
 *
 * @param scope who sent it: keys of different access keys never meet
 * @param key the header {@code Idempotency-Key}
 * @param fingerprint what was asked, 32 hex digits: method, path and body
 */
public record IdempotencyKey(String scope, String key, String fingerprint) {
    /** The header. */
    public static final String HEADER = "Idempotency-Key";

    private static final int LONGEST = 255;

    /**
     * The key of a command, empty if the caller sent none.
     *
     * @param header the value of {@link #HEADER}, may be null
     * @param keyId the access key of the caller
     * @param operation what is asked, such as {@code POST /v1/closes}
     * @param body the parsed body; bodies that are written differently and say the same are equal
     * @throws ProblemException 400 {@code invalid_idempotency_key} if it is not 1 to 255 visible ASCII characters
     */
    public static Optional<IdempotencyKey> of(String header, String keyId, String operation, Object body) {
        if (header == null) {
            return Optional.empty();
        }
        if (header.isEmpty() || header.length() > LONGEST || !header.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw ProblemException.of(
                    400,
                    "invalid_idempotency_key",
                    HEADER + " \"" + Problems.shorten(header) + "\" is not 1 to " + LONGEST
                            + " visible ASCII characters");
        }
        String said = new String(Json.bytes(body), StandardCharsets.UTF_8);
        return Optional.of(
                new IdempotencyKey(keyId, header, Hash128.of(operation, said).toString()));
    }

    /**
     * Refuses a key that was used for something else.
     *
     * @param storedFingerprint the fingerprint that stands under this scope and key
     * @throws ProblemException 422 {@code idempotency_key_reused} if it is another one
     */
    public void mustBeThatOf(String storedFingerprint) {
        if (!fingerprint.equals(storedFingerprint)) {
            throw ProblemException.of(
                    422,
                    "idempotency_key_reused",
                    HEADER + " \"" + key + "\" was used for another request; use a new one");
        }
    }
}
