package io.tallystick.ingest.model;

/** The request cannot be split into events; nothing of it was accepted. */
public final class MalformedBatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean tooMany;

    private MalformedBatchException(String message, boolean tooMany) {
        super(message, null, false, false);
        this.tooMany = tooMany;
    }

    static MalformedBatchException at(int position, String rule) {
        return new MalformedBatchException("at byte " + position + ": " + rule, false);
    }

    static MalformedBatchException tooMany(int most) {
        return new MalformedBatchException("the request has more than " + most + " events", true);
    }

    /** Whether it is well formed but has too many events. */
    public boolean tooMany() {
        return tooMany;
    }
}
