package io.tallystick.invoice.assembly;

import io.tallystick.schemas.id.SetDigest;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lines of one partition of {@code usage.events}, summed up.
 *
 * @param lines count and order-independent digest
 * @param amounts sums by currency
 */
public record Tally(SetDigest lines, Map<String, BigDecimal> amounts) {
    /** No lines. */
    public static final Tally EMPTY = new Tally(SetDigest.EMPTY, Map.of());

    /** Copies the map, sorted by currency. */
    public Tally {
        amounts = new TreeMap<>(amounts);
    }
}
