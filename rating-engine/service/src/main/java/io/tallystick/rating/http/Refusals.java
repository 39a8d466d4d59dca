package io.tallystick.rating.http;

import io.tallystick.rating.app.PriceLanguageRefused;
import io.tallystick.rating.pricing.Finding;
import io.tallystick.schemas.problem.Problem.FieldError;
import io.tallystick.schemas.problem.ProblemException;
import java.util.List;
import java.util.function.Supplier;

/** Findings of the price language as a problem: one entry for each field. */
final class Refusals {
    private static final int UNPROCESSABLE = 422;

    private Refusals() {}

    /** What {@code reading} reads; a text that is not in the price language is a problem. */
    static <T> T reading(String what, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (PriceLanguageRefused refused) {
            throw problem(what, refused.findings());
        }
    }

    static ProblemException problem(String what, List<Finding> findings) {
        FieldError[] errors = findings.stream()
                .map(finding -> new FieldError(finding.pointer(), finding.value(), finding.rule(), finding.code()))
                .toArray(FieldError[]::new);
        String detail = "the " + what + " has " + findings.size() + (findings.size() == 1 ? " finding" : " findings");
        return ProblemException.of(UNPROCESSABLE, "invalid_" + what.replace(' ', '_'), detail, errors);
    }

    static ProblemException notFound(String what) {
        return ProblemException.of(404, "not_found", "there is no " + what);
    }
}
