package io.tallystick.schemas.bill;

import io.tallystick.schemas.money.Money;
import java.util.Set;

/**
 * A line of a bill, as far as discounts, taxes and credits look at it.
 *
 * @param id of the line
 * @param amount what stands on it; below zero for a correction
 * @param tags words by which a {@link Scope} finds it: {@code charge:calls}, {@code kind:USAGE}, {@code plan:developer}
 */
public record BillItem(String id, Money amount, Set<String> tags) {
    /** Copies the set. */
    public BillItem {
        tags = Set.copyOf(tags);
    }

    /** The same line with another amount. */
    public BillItem withAmount(Money other) {
        return new BillItem(id, other, tags);
    }
}
