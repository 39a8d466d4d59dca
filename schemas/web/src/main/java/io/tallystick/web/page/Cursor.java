package io.tallystick.web.page;

import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.problem.ProblemException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The place after the last row of a page: the values of its sort columns in their order. Callers see an opaque text and hand it
 * back as {@code after}.
 *
 * @param values the sort columns of the last row
 */
public record Cursor(List<String> values) {
    private static final int MAX_LENGTH = 2_048;

    /** Copies the list. */
    public Cursor {
        values = List.copyOf(values);
    }

    /** The place after a row with these sort columns. */
    public static Cursor after(Object... columns) {
        return new Cursor(Arrays.stream(columns).map(Object::toString).toList());
    }

    /** The text for callers, safe in a URL. */
    public String encode() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(values));
    }

    /**
     * Reads what {@link #encode()} wrote.
     *
     * @param columns how many sort columns there must be
     * @throws ProblemException 400 {@code invalid_cursor} if it is something else
     */
    public static Cursor decode(String text, int columns) {
        try {
            if (text.length() <= MAX_LENGTH) {
                String[] values = Json.MAPPER.readValue(Base64.getUrlDecoder().decode(text), String[].class);
                if (values.length == columns && Arrays.stream(values).noneMatch(java.util.Objects::isNull)) {
                    return new Cursor(List.of(values));
                }
            }
        } catch (IllegalArgumentException | IOException notOurs) {
            throw refused();
        }
        throw refused();
    }

    private static ProblemException refused() {
        return ProblemException.of(
                400, "invalid_cursor", "\"after\" is not a cursor of this list; take it from the page before");
    }
}
