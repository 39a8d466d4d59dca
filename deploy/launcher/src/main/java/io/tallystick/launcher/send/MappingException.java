package io.tallystick.launcher.send;

/** The mapping, or the file that it is applied to, cannot be used; nothing was sent. */
public final class MappingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MappingException(String message) {
        super(message);
    }
}
