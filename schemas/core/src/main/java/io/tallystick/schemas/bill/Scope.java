package io.tallystick.schemas.bill;

import java.util.Collections;
import java.util.Set;

/**
 * Which lines something applies to: those with at least one of the tags.
 *
 * @param tags such as {@code charge:calls}; none: all lines
 */
public record Scope(Set<String> tags) {
    /** Every line. */
    public static final Scope ALL = new Scope(Set.of());

    /** Copies the set. */
    public Scope {
        tags = Set.copyOf(tags);
    }

    /** {@code of("charge:calls", "charge:storage")}. */
    public static Scope of(String... tags) {
        return new Scope(Set.of(tags));
    }

    /** Whether it applies to a line. */
    public boolean covers(BillItem item) {
        return tags.isEmpty() || !Collections.disjoint(tags, item.tags());
    }
}
