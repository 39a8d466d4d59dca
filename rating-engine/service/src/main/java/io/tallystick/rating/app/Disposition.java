package io.tallystick.rating.app;

import io.tallystick.rating.model.Attributed;
import java.util.Locale;

/** How an event that was received ended; every event ends in exactly one. */
public enum Disposition {
    /** It counts in the lines that it feeds, or is known not to be chargeable. */
    RATED,
    /** The same event was there already. */
    DUPLICATE,
    /** Another event with the same identity was there already; that one stays. */
    CONFLICT,
    /** There is nothing to bill it to yet. */
    UNMATCHED,
    /** It is no acceptable event. */
    REJECTED,
    /** Taken back. */
    VOIDED,
    /** Replaced by an amended one. */
    SUPERSEDED;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** How an event ends that belongs to {@code attributed}. */
    static Disposition of(Attributed attributed) {
        return switch (attributed) {
            case Attributed.Charged _, Attributed.NotChargeable _ -> RATED;
            case Attributed.Unmatched _ -> UNMATCHED;
        };
    }

    /** The disposition of a word that {@link #code()} gave. */
    public static Disposition of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** The word on the wire and in the database, such as {@code rated}. */
    public String code() {
        return code;
    }
}
