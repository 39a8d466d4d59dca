package io.tallystick.rating.http;

import io.tallystick.rating.app.Backfills.Asked;
import io.tallystick.schemas.problem.Problem.FieldError;
import io.tallystick.schemas.problem.ProblemException;
import java.util.Optional;

/**
 * A backfill that is to be opened.
 *
 * @param name how people call it, letters, digits and {@code . _ -}, at most 64
 * @param reason why, in words
 * @param customerId for one customer; for all without it
 */
record BackfillRequest(String name, String reason, String customerId) {
    private static final int MOST_REASON = 500;

    BackfillRequest {
        if (name == null || !name.matches("[A-Za-z0-9._-]{1,64}")) {
            throw invalid("name", "has 1 to 64 letters, digits, dots, underscores and hyphens");
        }
        if (reason == null || reason.isBlank() || reason.length() > MOST_REASON) {
            throw invalid("reason", "says why, in at most " + MOST_REASON + " characters");
        }
        if (customerId != null && customerId.isBlank()) {
            throw invalid("customerId", "names a customer, or is left out");
        }
    }

    Asked asked(String id, String author) {
        return new Asked(id, name, reason, Optional.ofNullable(customerId), author);
    }

    private static ProblemException invalid(String name, String rule) {
        return ProblemException.of(
                400, "invalid_body", name + " " + rule, new FieldError("/" + name, null, rule, "invalid_value"));
    }
}
