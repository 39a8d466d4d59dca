package io.tallystick.rating.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallystick.rating.pricing.PriceModel;
import io.tallystick.rating.vectors.PureSimulator;
import java.io.IOException;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SimulationExamplesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @EnumSource(PriceModel.class)
    void every_model_has_an_example_that_is_computed(PriceModel model) throws IOException {
        JsonNode request = example(model.name());

        JsonNode answer = new PureSimulator().post("price", request);

        assertEquals(model.code(), request.get("price").get("model").textValue());
        assertEquals(0, answer.get("warnings").size());
    }

    @ParameterizedTest
    @CsvSource({"AGGREGATION, quantity, 15", "PERIODS, periods, ''", "BILL, total, 236.81"})
    void every_simulation_has_an_example_that_is_computed(String name, String field, String value) throws IOException {
        JsonNode answer = new PureSimulator().post(name.toLowerCase(Locale.ROOT), example(name));

        assertEquals(value, answer.get(field).asText(), answer::toPrettyString);
    }

    @Test
    void the_bill_of_every_model_holds_all_of_them_and_adds_up() throws IOException {
        JsonNode request = example("BILL_MODELS");

        JsonNode answer = new PureSimulator().post("bill", request);

        Set<String> models = new TreeSet<>();
        request.at("/plan/charges")
                .forEach(charge -> models.add(charge.at("/price/model").textValue()));
        assertEquals(
                Arrays.stream(PriceModel.values()).map(PriceModel::code).collect(Collectors.toCollection(TreeSet::new)),
                models);
        assertEquals("310.50", answer.get("total").textValue(), answer::toPrettyString);
    }

    @Test
    void the_matrix_example_adds_up() throws IOException {
        assertEquals(
                "1.12",
                new PureSimulator()
                        .post("price", example("MATRIX"))
                        .get("amount")
                        .textValue());
    }

    private static JsonNode example(String name) throws IOException {
        try {
            Field field = SimulationExamples.class.getDeclaredField(name);
            return JSON.readTree((String) field.get(null));
        } catch (ReflectiveOperationException missing) {
            throw new LinkageError("there is no example " + name, missing);
        }
    }
}
