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

    @TestFactory
    Stream<DynamicTest> prorations() {
        return VectorSuite.of("proration.json").tests(new ProrationVectors(simulator)::check);
    }

    @TestFactory
    Stream<DynamicTest> taxes() {
        return VectorSuite.of("taxes.json").tests(new TaxVectors(simulator)::check);
    }

    @TestFactory
    Stream<DynamicTest> credits_and_commitments() {
        return VectorSuite.of("credits_commitments.json").tests(new CreditVectors(simulator)::check);
    }

    @Test
    void every_exclusion_names_a_case() {
        VectorSuite.of("pricing.json").report("pricing", "pricing-", "model");
        VectorSuite.of("aggregation.json").report("aggregation", "agg-", "aggregation");
        VectorSuite.of("billing_periods.json").report("periods", "period-", "kind");
        VectorSuite.of("proration.json").report("prorations", "proration-", "scenario");
        VectorSuite.of("taxes.json").report("taxes", "tax-", "tax_mode");
        VectorSuite.of("credits_commitments.json").report("credits and commitments", "cred-", "kind");
    }
}
