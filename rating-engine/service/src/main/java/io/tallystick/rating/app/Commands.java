package io.tallystick.rating.app;

import io.tallystick.schemas.problem.ProblemException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Commands that came with an {@code Idempotency-Key}, as a transaction sees them. */
public interface Commands {
    /**
     * The {@code Idempotency-Key} of a command.
     *
     * @param scope who sent it
     * @param key the key
     * @param fingerprint what was asked
     */
    record CommandKey(String scope, String key, String fingerprint) {}

    /**
     * What was answered before.
     *
     * @param fingerprint what was asked
     * @param answer what the command was about: the id of a subscription, the number of a version
     */
    record Answered(String fingerprint, String answer) {}

    /**
     * What became of a command.
     *
     * @param answer what it was about
     * @param repeated whether it had been done before
     */
    record Done(String answer, boolean repeated) {}

    /** What was answered to a command that came with this key, while nobody else is answering it. */
    Optional<Answered> answered(CommandKey key, Instant now);

    /** Keeps what is answered, to be said again. */
    void answer(CommandKey key, String answer);

    /**
     * Does {@code work}, once for a key.
     *
     * @param key empty: the caller sent none, and the work is done each time
     * @throws ProblemException 422 {@code idempotency_key_reused} if the key was used for another request
     */
    default Done once(Optional<CommandKey> key, Instant now, Supplier<String> work) {
        Optional<Answered> before = key.flatMap(it -> answered(it, now));
        if (before.isPresent()) {
            mustBeTheSame(key.orElseThrow(), before.get());
            return new Done(before.get().answer(), true);
        }
        String done = work.get();
        key.ifPresent(it -> answer(it, done));
        return new Done(done, false);
    }

    private static void mustBeTheSame(CommandKey key, Answered before) {
        if (!before.fingerprint().equals(key.fingerprint())) {
            throw ProblemException.of(
                    422,
                    "idempotency_key_reused",
                    "Idempotency-Key \"" + key.key() + "\" was used for another request; use a new one");
        }
    }
}
