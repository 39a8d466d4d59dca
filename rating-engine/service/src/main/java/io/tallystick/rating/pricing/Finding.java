package io.tallystick.rating.pricing;

/**
 * One thing that is wrong with a price book.
 *
 * @param pointer JSON pointer to the field: {@code /plans/1/charges/0/price/tiers/2/upTo}
 * @param code stable snake_case reason
 * @param value the offending value, null if it is missing
 * @param rule the rule in words
 * @param weight whether the price is unusable or only incomplete
 */
public record Finding(String pointer, String code, String value, String rule, Weight weight) {

    /** How bad it is. Both kinds keep a price book from being published. */
    public enum Weight {
        /** The price makes no sense; a simulation refuses it too. */
        BROKEN,
        /** Some usage would have no price; a simulation answers as long as it does not meet the hole. */
        UNCOVERED
    }

    @Override
    public String toString() {
        return "%s: %s [%s%s]".formatted(pointer, rule, code, value == null ? "" : ", was '" + value + "'");
    }
}
