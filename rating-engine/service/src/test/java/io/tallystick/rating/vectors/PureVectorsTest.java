package io.tallystick.rating.vectors;

import io.tallystick.rating.InOnePiece;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The published cases against the pure code. */
class PureVectorsTest {
    private final AllVectors vectors = new AllVectors(new PureSimulator());

    @Tag("case-by-case")
    @TestFactory
    Stream<DynamicTest> prices() {
        return vectors.prices();
    }

    @Tag("case-by-case")
    @TestFactory
    Stream<DynamicTest> aggregations() {
        return vectors.aggregations();
    }

    @Tag("case-by-case")
    @TestFactory
    Stream<DynamicTest> periods() {
        return vectors.periods();
    }

    @Tag("case-by-case")
    @TestFactory
    Stream<DynamicTest> prorations() {
        return vectors.prorations();
    }

    @Tag("case-by-case")
    @TestFactory
    Stream<DynamicTest> taxes() {
        return vectors.taxes();
    }

    @Tag("case-by-case")
    @TestFactory
    Stream<DynamicTest> credits_and_commitments() {
        return vectors.creditsAndCommitments();
    }

    @Test
    void all_cases_pass_together() throws Throwable {
        InOnePiece.run(vectors.tests());
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
