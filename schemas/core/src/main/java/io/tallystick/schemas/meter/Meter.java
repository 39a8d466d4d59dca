package io.tallystick.schemas.meter;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is measured: which event types feed it, how a quantity is read from {@code data}, how it aggregates and which
 * dimensions it keeps. This is the value of {@code catalog.meters} and the {@code meters} entry of a price book. A meter's
 * definition is immutable once published; only {@code name} and {@code archived} may change.
 *
 * @param key stable name, {@code [a-z0-9_]{1,64}}
 * @param name what people read; the key if absent
 * @param eventTypes CloudEvents types that feed the meter, at least one
 * @param aggregation how quantities become one quantity of a period
 * @param value JSON pointer into {@code data} of the quantity; absent for COUNT and UNIQUE_COUNT
 * @param unique JSON pointer into {@code data} of the value that is counted once (UNIQUE_COUNT only)
 * @param percentile which percentile, {@code 0 < p <= 100} as a decimal string (PERCENTILE only)
 * @param bucket ISO 8601 duration of the buckets that are folded before the percentile is taken (PERCENTILE only)
 * @param bucketBy how a bucket is folded (PERCENTILE only), SUM if absent
 * @param per the unit of time of TIME_WEIGHTED, MONTH if absent
 * @param filter conditions that all must hold for an event to count
 * @param dimensions name to JSON pointer into {@code data}; the values can be filtered, grouped and priced by
 * @param negative what happens to a negative quantity; by default refused except for SUM
 * @param archived an archived meter takes no new events
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Meter(
        String key,
        Optional<String> name,
        List<String> eventTypes,
        Aggregation aggregation,
        Optional<String> value,
        Optional<String> unique,
        Optional<String> percentile,
        Optional<String> bucket,
        Optional<BucketBy> bucketBy,
        Optional<Per> per,
        List<Condition> filter,
        Map<String, String> dimensions,
        Optional<Negative> negative,
        boolean archived) {

    /** Replaces absent lists and maps by empty ones and copies the others. */
    public Meter {
        name = absentIfNull(name);
        value = absentIfNull(value);
        unique = absentIfNull(unique);
        percentile = absentIfNull(percentile);
        bucket = absentIfNull(bucket);
        bucketBy = absentIfNull(bucketBy);
        per = absentIfNull(per);
        negative = absentIfNull(negative);
        eventTypes = eventTypes == null ? List.of() : List.copyOf(eventTypes);
        filter = filter == null ? List.of() : List.copyOf(filter);
        dimensions = dimensions == null ? Map.of() : Map.copyOf(dimensions);
    }

    /** Whether negative quantities are refused: as stated, or by default for everything but SUM. */
    public boolean refusesNegative() {
        return negative.map(rule -> rule == Negative.REFUSE).orElse(aggregation != Aggregation.SUM);
    }

    /** The name for people. */
    public String displayName() {
        return name.orElse(key);
    }

    /** Only what usage is counted by: the same meter without its name, not archived. Equal definitions count alike. */
    public Meter definition() {
        return with(Optional.empty(), false);
    }

    /** The same meter, archived or not. */
    public Meter archived(boolean now) {
        return now == archived ? this : with(name, now);
    }

    private Meter with(Optional<String> newName, boolean nowArchived) {
        return new Meter(
                key,
                newName,
                eventTypes,
                aggregation,
                value,
                unique,
                percentile,
                bucket,
                bucketBy,
                per,
                filter,
                dimensions,
                negative,
                nowArchived);
    }

    private static <T> Optional<T> absentIfNull(Optional<T> value) {
        return value == null ? Optional.empty() : value;
    }

    /** How the events of a period become one quantity. */
    public enum Aggregation {
        /** The number of events. */
        COUNT,
        /** The sum of the quantities. */
        SUM,
        /** The largest quantity. */
        MAX,
        /** The smallest quantity. */
        MIN,
        /** The quantity of the last event by (time, source, id). */
        LATEST,
        /** The exact number of distinct values. */
        UNIQUE_COUNT,
        /** Level multiplied by time; the level before the period is carried in, the last one holds to its end. */
        TIME_WEIGHTED,
        /** Exact nearest-rank percentile, of buckets if a bucket is given. */
        PERCENTILE,
        /** The mean of the quantities. */
        AVERAGE
    }

    /** How a bucket of PERCENTILE is folded. */
    public enum BucketBy {
        /** The sum of the bucket's quantities. */
        SUM,
        /** Their mean. */
        AVERAGE,
        /** Their maximum. */
        MAX
    }

    /** The unit of time of TIME_WEIGHTED. */
    public enum Per {
        /** The average level of the period: 10 GB for half a period is 5 GB-months. */
        MONTH,
        /** Level times hours: 10 GB for 12 hours is 120 GB-hours. */
        HOUR
    }

    /** What happens to a negative quantity. */
    public enum Negative {
        /** The event is refused with {@code negative_quantity}. */
        REFUSE,
        /** The quantity counts as it is. */
        ALLOW
    }

    /**
     * A condition on one dimension.
     *
     * @param dimension name of a dimension of the meter
     * @param in the values that pass
     */
    public record Condition(String dimension, List<String> in) {
        /** Copies the list. */
        public Condition {
            in = in == null ? List.of() : List.copyOf(in);
        }
    }
}
