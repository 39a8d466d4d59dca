package io.tallystick.rating.app;

import io.tallystick.rating.aggregation.Aggregations;
import io.tallystick.rating.aggregation.Compact;
import io.tallystick.rating.aggregation.Sample;
import io.tallystick.schemas.meter.Meter;
import io.tallystick.schemas.meter.Meter.Aggregation;
import java.util.HashSet;
import java.util.Set;

/** What was counted in one span of a limit; void if the unit of work is undone. */
final class LimitBook {
    /** Beyond it the database is asked again whether a value is new. */
    private static final int VALUES_HELD = 1_000;

    private final Set<String> seen = new HashSet<>();
    private Compact counted;

    LimitBook(Compact counted) {
        this.counted = counted;
    }

    /** How the usage of a meter is counted: of distinct values there are so many. */
    static Aggregation folding(Meter meter) {
        return meter.aggregation() == Aggregation.UNIQUE_COUNT ? Aggregation.COUNT : meter.aggregation();
    }

    /** Whether the usage of a meter can be counted event by event; of the others the rated line says how much it is. */
    static boolean counts(Meter meter) {
        return !Aggregations.needsMembers(folding(meter));
    }

    void plus(Sample sample) {
        counted = counted.plus(sample);
    }

    Compact counted() {
        return counted;
    }

    /** Whether a value may be new. */
    boolean mayBeNew(String value) {
        return !seen.contains(value);
    }

    void remember(String value) {
        if (seen.size() < VALUES_HELD) {
            seen.add(value);
        }
    }
}
