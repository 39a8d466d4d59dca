package io.tallystick.web.page;

import io.tallystick.schemas.problem.Problem.FieldError;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.web.problem.Problems;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Query parameters that are more than text. */
public final class Parameters {
    private Parameters() {}

    /**
     * A time with an offset, empty if the parameter is absent.
     *
     * @throws ProblemException 400 {@code invalid_parameter} if it is something else
     */
    public static Optional<Instant> instant(String name, String value) {
        if (value == null || value.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(value, Instant::from));
        } catch (DateTimeException notATime) {
            String rule = "a time with an offset, such as 2026-11-01T00:00:00Z";
            throw ProblemException.of(
                    400,
                    "invalid_parameter",
                    name + " \"" + Problems.shorten(value) + "\" is not " + rule,
                    new FieldError(name, Problems.shorten(value), rule, "invalid_parameter"));
        }
    }
}
