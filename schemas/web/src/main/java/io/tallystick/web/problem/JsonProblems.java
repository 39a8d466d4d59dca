package io.tallystick.web.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.tallystick.schemas.problem.Problem;
import io.tallystick.schemas.problem.Problem.FieldError;
import io.tallystick.schemas.problem.ProblemException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says which field of a JSON body broke which rule, without the names of our classes. */
public final class JsonProblems {
    private JsonProblems() {}

    /** The problem for what Jackson says about a body. */
    public static Problem of(JsonProcessingException misfit) {
        return switch (misfit) {
            case UnrecognizedPropertyException unknown ->
                invalid(
                        unknown,
                        unknown.getPropertyName(),
                        "unknown_field",
                        "there is no such field; known are "
                                + unknown.getKnownPropertyIds().stream()
                                        .map(Object::toString)
                                        .sorted()
                                        .collect(Collectors.joining(", ")));
            case InvalidTypeIdException untyped ->
                invalid(untyped, untyped.getTypeId(), "unknown_kind", "there is no such kind");
            case InvalidFormatException wrong ->
                invalid(wrong, String.valueOf(wrong.getValue()), "invalid_value", expected(wrong));
            case ValueInstantiationException refused -> refused(refused);
            case MismatchedInputException other -> invalid(other, null, "invalid_value", expected(other));
            case JsonMappingException mapping
            when mapping.getCause() instanceof ProblemException problem -> problem.problem();
            default ->
                Problem.of(
                        400,
                        "malformed_json",
                        "not JSON: " + Problems.shorten(misfit.getOriginalMessage()) + place(misfit));
        };
    }

    private static Problem refused(ValueInstantiationException refused) {
        if (refused.getCause() instanceof ProblemException problem) {
            return problem.problem();
        }
        String rule = refused.getCause() instanceof IllegalArgumentException broken && broken.getMessage() != null
                ? broken.getMessage()
                : "the value is not valid";
        return invalid(refused, null, "invalid_value", rule);
    }

    private static Problem invalid(JsonMappingException at, String value, String code, String rule) {
        String pointer = pointer(at);
        String shown = value == null ? null : Problems.shorten(value);
        return Problem.of(
                400,
                "invalid_body",
                (pointer.isEmpty() ? "the body" : pointer) + (shown == null ? "" : " \"" + shown + "\"") + ": " + rule,
                new FieldError(pointer, shown, rule, code));
    }

    private static String expected(MismatchedInputException misfit) {
        Class<?> type = misfit.getTargetType();
        if (type == null) {
            return "the value does not fit";
        }
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(Object::toString)
                            .collect(Collectors.joining(", "));
        }
        if (misfit.getPath().isEmpty() && misfit.getMessage().startsWith("No content")) {
            return "a JSON body is needed";
        }
        return "a value of type " + word(type);
    }

    private static String word(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "BigDecimal" -> "decimal, as a string such as \"12.50\"";
            case "Instant" -> "time with an offset, such as 2026-11-01T00:00:00Z";
            case "LocalDate" -> "date, such as 2026-11-01";
            case "Integer", "Long", "BigInteger" -> "whole number";
            case "List", "Set", "Collection", "ArrayList" -> "array";
            case "Map", "LinkedHashMap" -> "object";
            case String simple when type.isRecord() || simple.isEmpty() -> "object";
            case String simple -> simple.toLowerCase(Locale.ROOT);
        };
    }

    private static String pointer(JsonMappingException at) {
        return at.getPath().stream()
                .map(step -> step.getFieldName() == null
                        ? Integer.toString(step.getIndex())
                        : step.getFieldName().replace("~", "~0").replace("/", "~1"))
                .map(step -> "/" + step)
                .collect(Collectors.joining());
    }

    private static String place(JsonProcessingException misfit) {
        return misfit.getLocation() == null
                ? ""
                : " (line " + misfit.getLocation().getLineNr() + ", column "
                        + misfit.getLocation().getColumnNr() + ")";
    }
}
