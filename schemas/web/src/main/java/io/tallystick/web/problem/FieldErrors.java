package io.tallystick.web.problem;

import io.tallystick.schemas.problem.Problem;
import io.tallystick.schemas.problem.Problem.FieldError;
import io.tallystick.schemas.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;

/** Collects every broken rule of a command, so that a caller learns all of them at once. */
public final class FieldErrors {
    private final List<FieldError> errors = new ArrayList<>();

    /**
     * Notes a broken rule unless {@code holds}.
     *
     * @param pointer JSON pointer to the field
     * @param value the value as it came, may be null
     */
    public FieldErrors check(boolean holds, String pointer, Object value, String code, String rule) {
        if (!holds) {
            errors.add(new FieldError(pointer, value == null ? null : Problems.shorten(value.toString()), rule, code));
        }
        return this;
    }

    /** Notes {@code missing_field} if {@code value} is null or a blank string. */
    public FieldErrors required(Object value, String pointer) {
        boolean present = value != null && !(value instanceof String text && text.isBlank());
        return check(present, pointer, null, "missing_field", "the field is required");
    }

    /**
     * Lets the command pass only if no rule was broken.
     *
     * @throws ProblemException 422 {@code invalid_fields} with all of them otherwise
     */
    public void throwIfAny() {
        if (errors.isEmpty()) {
            return;
        }
        FieldError first = errors.getFirst();
        String others = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
        throw new ProblemException(Problem.of(
                422,
                "invalid_fields",
                first.pointer() + ": " + first.rule() + others,
                errors.toArray(FieldError[]::new)));
    }
}
