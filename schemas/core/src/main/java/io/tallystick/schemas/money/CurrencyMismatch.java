package io.tallystick.schemas.money;

/** Two amounts of different currencies met in one operation; nothing converts by itself. */
public final class CurrencyMismatch extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    CurrencyMismatch(CurrencyUnit left, CurrencyUnit right) {
        super("An amount in %s cannot be combined with one in %s; nothing is converted.".formatted(left, right));
    }

    /** The stable reason {@code currency_mismatch}. */
    public String code() {
        return "currency_mismatch";
    }
}
