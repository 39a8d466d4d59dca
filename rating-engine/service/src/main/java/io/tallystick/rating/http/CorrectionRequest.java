package io.tallystick.rating.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.rating.app.Correction;
import io.tallystick.rating.app.Corrections.Asked;
import io.tallystick.rating.app.Identity;
import io.tallystick.schemas.problem.Problem.FieldError;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.schemas.usage.Amendment;
import io.tallystick.web.problem.Problems;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a correction asks for.
 *
 * @param kind {@code void}, {@code amend} or {@code release}
 * @param customerId whose event it is
 * @param source the source of the event
 * @param id the id of the event
 * @param reason why, in words; nobody corrects without one
 * @param replacement of an amendment: what is different, any of {@code id}, {@code type}, {@code time} and {@code data}
 */
record CorrectionRequest(
        String kind, String customerId, String source, String id, String reason, JsonNode replacement) {
    private static final int MOST_REASON = 500;
    private static final List<String> KINDS = Arrays.stream(Correction.Kind.values())
            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
            .toList();

    CorrectionRequest {
        if (!KINDS.contains(kind)) {
            throw invalid("kind", kind, "must be one of " + String.join(", ", KINDS));
        }
        required("customerId", customerId);
        required("source", source);
        required("id", id);
        required("reason", reason);
        if (reason.length() > MOST_REASON) {
            throw invalid("reason", reason, "has at most " + MOST_REASON + " characters");
        }
        boolean amends = kind.equals("amend");
        if (amends != (replacement != null && replacement.isObject())) {
            throw invalid("replacement", null, amends ? "says what counts instead" : "is for an amendment only");
        }
    }

    Asked asked(String factId, String author) {
        return new Asked(
                factId,
                Correction.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
                new Identity(customerId, source, id),
                reason,
                author,
                Optional.ofNullable(replacement).map(Amendment::new));
    }

    private static void required(String name, String value) {
        if (value == null || value.isBlank()) {
            throw invalid(name, value, "is required");
        }
    }

    private static ProblemException invalid(String name, String value, String rule) {
        String shown = value == null ? null : Problems.shorten(value);
        return ProblemException.of(
                400, "invalid_body", name + " " + rule, new FieldError("/" + name, shown, rule, "invalid_value"));
    }
}
