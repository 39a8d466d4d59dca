package io.tallystick.web.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.problem.Problem;
import io.tallystick.schemas.problem.Problem.FieldError;
import io.tallystick.schemas.problem.ProblemException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonProblemsTest {
    enum Color {
        RED,
        GREEN
    }

    record Part(BigDecimal price, Color color) {}

    record Order(String id, Instant at, List<Part> parts) {
        Order {
            if ("bad".equals(id)) {
                throw new IllegalArgumentException("id may not be bad");
            }
            if ("worse".equals(id)) {
                throw ProblemException.of(422, "worse_id", "id may not be worse");
            }
        }
    }

    @Test
    void an_unknown_field_is_named_with_its_place_and_the_known_ones() {
        assertEquals(
                new FieldError(
                        "/parts/1/colour", "colour", "there is no such field; known are color, price", "unknown_field"),
                error("{\"parts\":[{},{\"colour\":1}]}"));
    }

    @Test
    void a_value_that_does_not_fit_is_named_with_the_rule() {
        assertEquals(
                new FieldError("/parts/0/color", "BLUE", "one of RED, GREEN", "invalid_value"),
                error("{\"parts\":[{\"color\":\"BLUE\"}]}"));
        assertEquals(
                new FieldError(
                        "/at",
                        "today",
                        "a value of type time with an offset, such as 2026-11-01T00:00:00Z",
                        "invalid_value"),
                error("{\"at\":\"today\"}"));
        assertEquals(new FieldError("/parts", null, "a value of type array", "invalid_value"), error("{\"parts\":{}}"));
    }

    @Test
    void a_rule_of_the_thing_itself_keeps_its_words() {
        assertEquals("id may not be bad", error("{\"id\":\"bad\"}").rule());
        assertEquals("worse_id", problem("{\"id\":\"worse\"}").code());
    }

    @Test
    void what_is_not_json_is_malformed() {
        assertEquals("malformed_json", problem("{\"id\":").code());
        assertEquals("malformed_json", problem("{\"id\":\"a\",\"id\":\"b\"}").code());
    }

    private static FieldError error(String json) {
        return problem(json).errors().getFirst();
    }

    private static Problem problem(String json) {
        return JsonProblems.of(
                assertThrows(JsonProcessingException.class, () -> Json.MAPPER.readValue(json, Order.class)));
    }
}
