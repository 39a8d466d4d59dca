package io.tallystick.rating.vectors;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Every published case that our rules cover, against one simulator. */
public final class AllVectors {
    private final Simulator simulator;

    /** The cases as questions to a simulator. */
    public AllVectors(Simulator simulator) {
        this.simulator = simulator;
    }

    /** All of them. */
    public Stream<DynamicTest> tests() {
        return Stream.of(prices(), aggregations(), periods(), prorations(), taxes(), creditsAndCommitments())
                .flatMap(tests -> tests);
    }

    Stream<DynamicTest> prices() {
        return VectorSuite.of("pricing.json").tests(new PricingVectors(simulator)::check);
    }

    Stream<DynamicTest> aggregations() {
        return VectorSuite.of("aggregation.json").tests(new AggregationVectors(simulator)::check);
    }

    Stream<DynamicTest> periods() {
        return VectorSuite.of("billing_periods.json").tests(new PeriodVectors(simulator)::check);
    }

    Stream<DynamicTest> prorations() {
        return VectorSuite.of("proration.json").tests(new ProrationVectors(simulator)::check);
    }

    Stream<DynamicTest> taxes() {
        return VectorSuite.of("taxes.json").tests(new TaxVectors(simulator)::check);
    }

    Stream<DynamicTest> creditsAndCommitments() {
        return VectorSuite.of("credits_commitments.json").tests(new CreditVectors(simulator)::check);
    }
}
