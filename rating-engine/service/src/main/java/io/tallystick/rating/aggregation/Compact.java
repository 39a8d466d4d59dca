package io.tallystick.rating.aggregation;

import java.math.BigDecimal;

/**
 * An aggregate of a few fields. For any order of the samples, and any number of times that it is kept and read again, the
 * quantity and the encoded text are the same.
 */
public sealed interface Compact permits Count, Sum, Max, Min, Latest, Average {

    /** This aggregate with one sample more. */
    Compact plus(Sample sample);

    /** The quantity of the samples, 0 if there are none. */
    BigDecimal quantity();

    /** Stable text for the store, see {@link Aggregations#decode}; equal aggregates have equal text. */
    String encode();
}
