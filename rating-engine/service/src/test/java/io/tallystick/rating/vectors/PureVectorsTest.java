package io.tallystick.rating.vectors;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The published cases against the pure code. */
class PureVectorsTest {
    private final Simulator simulator = new PureSimulator();

    @TestFactory
    Stream<DynamicTest> prices() {
        return VectorSuite.of("pricing.json").tests(new PricingVectors(simulator)::check);
    }

    @TestFactory
    Stream<DynamicTest> aggregations() {
        return VectorSuite.of("aggregation.json").tests(new AggregationVectors(simulator)::check);
    }

    @TestFactory
    Stream<DynamicTest> periods() {
        return VectorSuite.of("billing_periods.json").tests(new PeriodVectors(simulator)::check);
    }

    @Test
    void every_exclusion_names_a_case() {
        VectorSuite.of("pricing.json").report("pricing", "pricing-", "model");
        VectorSuite.of("aggregation.json").report("aggregation", "agg-", "aggregation");
        VectorSuite.of("billing_periods.json").report("periods", "period-", "kind");
    }
}
