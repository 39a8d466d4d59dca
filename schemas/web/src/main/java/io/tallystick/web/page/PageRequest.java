package io.tallystick.web.page;

import io.tallystick.schemas.problem.Problem.FieldError;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.web.problem.Problems;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;

/** {@code limit} (1 to 1,000, otherwise 100) and {@code after} of a list; to be used with {@code @BeanParam}. */
public class PageRequest {
    private static final int DEFAULT = 100;
    private static final int MOST = 1_000;

    @QueryParam("limit")
    String limit;

    @QueryParam("after")
    String after;

    /**
     * How many rows the page holds at most.
     *
     * @throws ProblemException 400 {@code invalid_parameter} if the caller asked for something else than 1 to 1,000
     */
    public int limit() {
        if (limit == null) {
            return DEFAULT;
        }
        try {
            int rows = Integer.parseInt(limit);
            if (rows >= 1 && rows <= MOST) {
                return rows;
            }
        } catch (NumberFormatException notANumber) {
            throw refused(limit);
        }
        throw refused(limit);
    }

    /**
     * Where the page begins; empty for the first.
     *
     * @param columns how many sort columns the list has
     * @throws ProblemException 400 {@code invalid_cursor} if it is no cursor of the list
     */
    public Optional<Cursor> after(int columns) {
        return Optional.ofNullable(after).map(text -> Cursor.decode(text, columns));
    }

    private static ProblemException refused(String value) {
        String rule = "a whole number from 1 to " + MOST;
        return ProblemException.of(
                400,
                "invalid_parameter",
                "limit \"" + Problems.shorten(value) + "\" is not " + rule,
                new FieldError("limit", Problems.shorten(value), rule, "invalid_parameter"));
    }
}
