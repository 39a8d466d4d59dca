package io.tallystick.rating.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.rating.pricing.PriceModel;
import io.tallystick.rating.vectors.PureSimulator;
import io.tallystick.schemas.meter.Meter.Aggregation;
import io.tallystick.schemas.time.Cadence;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The examples of the OpenAPI document, computed by the pure code; {@code SimulationTest} asks the running service. */
class SimulationExamplesTest {
    private static final JsonNode EXAMPLES = SimulationExamples.all();

    @TestFactory
    Stream<DynamicTest> every_example_has_the_answer_that_it_states() {
        return EXAMPLES.propertyStream()
                .flatMap(simulation -> simulation
                        .getValue()
                        .propertyStream()
                        .map(example -> DynamicTest.dynamicTest(
                                simulation.getKey() + ": " + example.getKey(),
                                () -> assertEquals(
                                        example.getValue().get("answer").toPrettyString(),
                                        new PureSimulator()
                                                .post(
                                                        simulation.getKey(),
                                                        example.getValue().get("request"))
                                                .toPrettyString()))));
    }

    @Test
    void every_price_model_every_aggregation_and_every_unit_of_a_period_has_an_example() {
        assertEquals(names(PriceModel.values(), PriceModel::code), said("price", "/price/model"));
        assertEquals(names(PriceModel.values(), PriceModel::code), charged("every price model"));
        assertEquals(names(Aggregation.values(), Enum::name), said("aggregation", "/meter/aggregation"));
        assertEquals(names(Cadence.Unit.values(), Enum::name), said("periods", "/cadence/unit"));
    }

    private static Set<String> said(String simulation, String pointer) {
        return EXAMPLES.get(simulation)
                .valueStream()
                .map(example -> example.get("request").at(pointer).textValue())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> charged(String bill) {
        return EXAMPLES.at("/bill")
                .get(bill)
                .at("/request/plan/charges")
                .valueStream()
                .map(charge -> charge.at("/price/model").textValue())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static <E> Set<String> names(E[] all, Function<E, String> name) {
        return Arrays.stream(all).map(name).collect(Collectors.toCollection(TreeSet::new));
    }
}
