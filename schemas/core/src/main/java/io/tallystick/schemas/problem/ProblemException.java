package io.tallystick.schemas.problem;

/** A command was refused; the adapter turns it into {@code application/problem+json} or one plain line. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    /** Refuses with {@code problem}; no stack trace, because refusing is normal work. */
    public ProblemException(Problem problem) {
        super(problem.code() + ": " + problem.detail(), null, false, false);
        this.problem = problem;
    }

    /** Refuses with a problem of kind {@code code}. */
    public static ProblemException of(int status, String code, String detail, Problem.FieldError... errors) {
        return new ProblemException(Problem.of(status, code, detail, errors));
    }

    /** The problem. */
    public Problem problem() {
        return problem;
    }
}
