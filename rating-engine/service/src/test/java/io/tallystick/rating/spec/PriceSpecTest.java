package io.tallystick.rating.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tallystick.rating.InOnePiece;
import io.tallystick.rating.pricing.PriceModel;
import io.tallystick.rating.vectors.PureSimulator;
import io.tallystick.rating.verify.NaivePricing;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The spec tables of prices against the pure code and against the naive reference. */
class PriceSpecTest {

    @Tag("case-by-case")
    @TestFactory
    Stream<DynamicNode> the_pure_code_keeps_every_table() {
        return PriceSpecs.tests(new PureSimulator());
    }

    @Tag("case-by-case")
    @TestFactory
    Stream<DynamicTest> the_naive_reference_keeps_every_table() {
        return PriceSpecs.all().stream()
                .map(table -> DynamicTest.dynamicTest(table.rule(), () -> {
                    for (PriceTable.Case given : table.cases()) {
                        String exact = NaivePricing.price(table.request(given)).cutAt(24);
                        assertEquals(
                                0,
                                new BigDecimal(given.exact()).compareTo(new BigDecimal(exact)),
                                "usage " + given.usage() + " costs " + exact + " in\n\n" + table);
                    }
                }));
    }

    @Test
    void all_tables_hold_together() throws Throwable {
        InOnePiece.run(the_pure_code_keeps_every_table());
    }

    @Test
    void every_model_has_a_table() {
        TreeSet<String> models = new TreeSet<>();
        Arrays.stream(PriceModel.values()).map(PriceModel::code).forEach(models::add);
        TreeSet<String> tables = new TreeSet<>();
        PriceSpecs.all()
                .forEach(table -> table.cases()
                        .forEach(given -> tables.add(
                                table.request(given).get("price").get("model").textValue())));
        assertEquals(models, tables);
    }
}
