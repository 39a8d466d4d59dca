package io.tallystick.invoice.assembly;

import io.tallystick.schemas.rated.RatedLine;
import java.util.Comparator;
import java.util.TreeMap;

/**
 * The order of lines on an invoice: by subscription, then fees before usage before corrections, then by service period, charge,
 * dimension group and finally line id, so that the same lines always give the same document to the byte.
 */
public final class LineOrder {
    /** The order. */
    public static final Comparator<RatedLine> INSTANCE = Comparator.comparing(RatedLine::subscriptionId)
            .thenComparingInt(line -> rank(line.kind()))
            .thenComparing(RatedLine::servicePeriodStart)
            .thenComparing(RatedLine::servicePeriodEnd)
            .thenComparing(RatedLine::chargeKey)
            .thenComparing(line -> new TreeMap<>(line.dimensions()).toString())
            .thenComparing(RatedLine::id);

    private LineOrder() {}

    private static int rank(RatedLine.Kind kind) {
        return switch (kind) {
            case RECURRING -> 0;
            case RESERVED -> 1;
            case ADD_ON -> 2;
            case ONE_OFF -> 3;
            case USAGE -> 4;
            case PERCENT_OF -> 5;
            case COMMITMENT -> 6;
            case DISCOUNT -> 7;
            case ADJUSTMENT -> 8;
        };
    }
}
