package io.tallystick.rating.http;

import io.tallystick.rating.app.UsageQueries.Place;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.web.page.PageRequest;
import java.time.DateTimeException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Cursors whose values are more than text. */
final class Cursors {
    private Cursors() {}

    /** A UUID in its one form, empty if the text is none. */
    static Optional<String> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text).toString());
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /** The position after which a page in the order of the log begins. */
    static Place place(PageRequest page) {
        return page.after(2)
                .map(cursor -> reading(() -> new Place(
                        Integer.parseInt(cursor.values().get(0)),
                        Long.parseLong(cursor.values().get(1)))))
                .orElse(new Place(-1, -1));
    }

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
