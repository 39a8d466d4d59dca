package io.tallystick.ingest.app;

/** The meters were not read yet, so that no event can be judged. */
public final class NotReadyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotReadyException() {
        super("the meters are still being read", null, false, false);
    }
}
