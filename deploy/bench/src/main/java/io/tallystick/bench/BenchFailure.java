package io.tallystick.bench;

/** A run whose figures are worth nothing, with the reason in one sentence. */
class BenchFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BenchFailure(String message) {
        super(message, null, false, false);
    }

    BenchFailure(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
