package io.tallystick.embedded;

/**
 * A server could not be started, stopped or prepared.
 *
 * <p>The message is one or two plain sentences with the cause and the remedy, fit to be shown to a person as it is. The
 * code is stable, for example {@code port_in_use}.
 */
public final class EmbeddedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    EmbeddedException(String code, String message) {
        super(message);
        this.code = code;
    }

    EmbeddedException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** The stable snake_case name of what went wrong: {@code port_in_use}, {@code folder_in_use}, {@code start_timeout}… */
    public String code() {
        return code;
    }
}
