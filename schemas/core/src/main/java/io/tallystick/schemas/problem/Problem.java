package io.tallystick.schemas.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;

/**
 * An error as RFC 9457 {@code application/problem+json}. {@code type} is {@code https://tallystick.io/problems/<code>} and, like
 * {@code code}, stable.
 *
 * @param type URI of the kind of problem
 * @param title the kind in a few words
 * @param status HTTP status
 * @param code stable reason, snake_case
 * @param detail what happened, to which thing, and what to do
 * @param errors one entry for each field that broke a rule
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(String type, String title, int status, String code, String detail, List<FieldError> errors) {
    private static final String BASE = "https://tallystick.io/problems/";

    /** Copies the list. */
    public Problem {
        errors = errors == null ? List.of() : List.copyOf(errors);
    }

    /** A problem of kind {@code code}; the title is the code in words. */
    public static Problem of(int status, String code, String detail, FieldError... errors) {
        String words = code.replace('_', ' ');
        String title = words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
        return new Problem(BASE + code.replace('_', '-'), title, status, code, detail, List.of(errors));
    }

    /**
     * A field that broke a rule.
     *
     * @param pointer JSON pointer to the field, or the name of a parameter
     * @param value the value as it came, shortened
     * @param rule the rule in words
     * @param code stable reason, snake_case
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FieldError(String pointer, String value, String rule, String code) {}
}
