package io.tallystick.schemas.usage;

/** Carries a {@link Refusal} out of a reader; it has no stack trace, because refusing is normal work. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    RefusedException(Refusal refusal) {
        super(refusal.code().code() + " at " + refusal.pointer() + ": " + refusal.detail(), null, false, false);
        this.refusal = refusal;
    }

    /** The refusal. */
    public Refusal refusal() {
        return refusal;
    }
}
