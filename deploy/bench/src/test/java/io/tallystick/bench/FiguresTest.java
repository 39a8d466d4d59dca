package io.tallystick.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.schemas.json.Json;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void json_has_the_conditions_what_was_verified_and_the_figures() throws IOException {
        Figures figures = new Figures(Map.of("cpu", "two cores"), "every count", Map.of("drain", "7 events/s"));

        JsonNode json = Json.MAPPER.readTree(Json.bytes(figures));

        assertEquals("two cores", json.at("/conditions/cpu").asText());
        assertEquals("every count", json.at("/verified").asText());
        assertEquals("7 events/s", json.at("/figures/drain").asText());
        assertEquals(3, json.size());
    }
}
