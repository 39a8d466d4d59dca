package io.tallystick.rating.catalog;

import java.util.Locale;
import java.util.Optional;

/** What becomes of usage that comes after a close holds the line of its period. */
public enum Late {
    /** It is billed by an adjustment line on the next invoice. */
    ADJUST,
    /** It waits until an operator releases it, which adjusts, or voids it. */
    HOLD;

    /** The policy of a word of the price language, empty if there is none. */
    public static Optional<Late> of(String word) {
        for (Late late : values()) {
            if (late.word().equals(word)) {
                return Optional.of(late);
            }
        }
        return Optional.empty();
    }

    /** The word of the price language, {@code adjust} or {@code hold}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
