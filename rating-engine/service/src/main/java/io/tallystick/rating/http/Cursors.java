package io.tallystick.rating.http;

import io.tallystick.schemas.problem.ProblemException;
import java.time.DateTimeException;
import java.util.function.Supplier;

/** Cursors whose values are more than text. */
final class Cursors {
    private Cursors() {}

    /** What {@code reading} reads; values that are not ours are refused like any other foreign cursor. */
    static <T> T reading(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (DateTimeException | NumberFormatException notOurs) {
            ProblemException refusal = ProblemException.of(
                    400, "invalid_cursor", "\"after\" is not a cursor of this list; take it from the page before");
            refusal.initCause(notOurs);
            throw refusal;
        }
    }
}
