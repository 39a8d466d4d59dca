package io.tallystick.rating.pricing;

/** A price says nothing about the usage it was asked for. Never billed as 0: the message names the hole in the price. */
public final class NotPriced extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String code;

    NotPriced(String code, String message) {
        super(message);
        this.code = code;
    }

    /** The stable snake_case reason, for instance {@code quantity_above_last_tier}. */
    public String code() {
        return code;
    }
}
