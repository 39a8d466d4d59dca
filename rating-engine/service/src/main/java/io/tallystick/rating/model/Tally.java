package io.tallystick.rating.model;

import io.tallystick.rating.aggregation.Aggregations;
import io.tallystick.rating.aggregation.Compact;
import io.tallystick.rating.aggregation.Sample;
import io.tallystick.schemas.meter.Meter.Aggregation;
import java.math.BigDecimal;

/** The running state of one dimension group of a segment. */
sealed interface Tally {
    /** This state with one event more; {@code fresh} says whether its unique value was not there before. */
    Tally plus(Contribution contribution, boolean fresh);

    /** The quantity, if the state alone gives it. */
    BigDecimal quantity();

    /** Stable text for the store. */
    String encode();

    static Tally empty(Aggregation folding) {
        return switch (folding) {
            case COUNT, SUM, MAX, MIN, LATEST, AVERAGE -> new Folded(Aggregations.empty(folding));
            case UNIQUE_COUNT -> new Distinct(0);
            case TIME_WEIGHTED, PERCENTILE -> new Kept();
        };
    }

    static Tally decode(Aggregation folding, String text) {
        return switch (folding) {
            case COUNT, SUM, MAX, MIN, LATEST, AVERAGE -> new Folded(Aggregations.decode(folding, text));
            case UNIQUE_COUNT -> new Distinct(Long.parseLong(text));
            case TIME_WEIGHTED, PERCENTILE -> new Kept();
        };
    }

    /** A state of a few fields. */
    record Folded(Compact aggregate) implements Tally {
        @Override
        public Tally plus(Contribution contribution, boolean fresh) {
            return new Folded(aggregate.plus(
                    new Sample(contribution.at(), contribution.source(), contribution.id(), contribution.quantity())));
        }

        @Override
        public BigDecimal quantity() {
            return aggregate.quantity();
        }

        @Override
        public String encode() {
            return aggregate.encode();
        }
    }

    /** The size of a set whose members are kept elsewhere. */
    record Distinct(long values) implements Tally {
        @Override
        public Tally plus(Contribution contribution, boolean fresh) {
            return fresh ? new Distinct(Math.addExact(values, 1)) : this;
        }

        @Override
        public BigDecimal quantity() {
            return BigDecimal.valueOf(values);
        }

        @Override
        public String encode() {
            return Long.toString(values);
        }
    }

    /** Everything is in the points that are kept elsewhere. */
    record Kept() implements Tally {
        @Override
        public Tally plus(Contribution contribution, boolean fresh) {
            return this;
        }

        @Override
        public BigDecimal quantity() {
            return BigDecimal.ZERO;
        }

        @Override
        public String encode() {
            return "";
        }
    }
}
