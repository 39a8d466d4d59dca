package io.tallystick.rating.spec;

import io.tallystick.rating.InOnePiece;
import io.tallystick.rating.vectors.PureSimulator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The spec tables of subscriptions against the pure code and against the naive reference. */
class SubscriptionSpecTest {

    @Tag("case-by-case")
    @TestFactory
    Stream<DynamicNode> the_pure_code_keeps_every_table() {
        return SubscriptionSpecs.tests(new PureSimulator());
    }

    @Tag("case-by-case")
    @TestFactory
    Stream<DynamicNode> the_naive_reference_keeps_every_table() {
        return SubscriptionSpecs.naively();
    }

    @Test
    void all_tables_hold_together() throws Throwable {
        InOnePiece.run(the_pure_code_keeps_every_table());
    }
}
