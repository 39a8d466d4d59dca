package io.tallystick.launcher;

/**
 * Something that was asked for cannot be done. The message is one plain sentence with the cause and the remedy; it is all
 * that a person gets to see.
 */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    Refusal(String code, String message) {
        super(message);
        this.code = code;
    }

    Refusal(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** The stable snake_case name of the refusal, for {@code --json}. */
    String code() {
        return code;
    }
}
