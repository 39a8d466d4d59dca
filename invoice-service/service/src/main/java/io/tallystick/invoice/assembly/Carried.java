package io.tallystick.invoice.assembly;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lines that an earlier close proved but had to leave out, taken up by this one.
 *
 * @param lines how many
 * @param amounts their sums by currency
 */
public record Carried(long lines, Map<String, BigDecimal> amounts) {

    /** Copies the map, sorted by currency. */
    public Carried {
        amounts = new TreeMap<>(amounts);
    }
}
