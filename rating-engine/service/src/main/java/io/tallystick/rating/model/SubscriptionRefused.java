package io.tallystick.rating.model;

/** The facts of a subscription do not fit together; the message names the fact and the rule, {@link #code()} is stable. */
public final class SubscriptionRefused extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final int fact;

    /**
     * Refuses a fact.
     *
     * @param fact its number in the subscription, 0 for the first
     */
    public SubscriptionRefused(String code, int fact, String message) {
        super(message);
        this.code = code;
        this.fact = fact;
    }

    /** The stable snake_case reason, for instance {@code unknown_charge}. */
    public String code() {
        return code;
    }

    /** Position of the offending fact in {@link Subscription#facts()}. */
    public int fact() {
        return fact;
    }
}
