package io.tallystick.ingest.app;

/** The log did not acknowledge in time; whether it has the events is unknown. */
public final class LogUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Not acknowledged because of {@code cause}. */
    public LogUnavailableException(Throwable cause) {
        super("the log did not acknowledge: " + cause.getMessage(), cause);
    }
}
