package io.tallystick.web.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallystick.schemas.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProducersTest {
    private record Period(String start, String end) {}

    @Test
    void an_http_body_that_is_written_first_does_not_decide_about_the_bytes_of_a_message()
            throws JsonProcessingException {
        Period period = new Period("2026-10-01", "2026-11-01");
        ObjectMapper http = new Producers().json();

        // As the writer of Quarkus does it, with a factory of its own.
        String body = http.writer().with(http.getFactory().copy()).writeValueAsString(period);

        assertEquals("{\"start\":\"2026-10-01\",\"end\":\"2026-11-01\"}", body);
        assertEquals(
                "{\"end\":\"2026-11-01\",\"start\":\"2026-10-01\"}",
                new String(Json.bytes(period), StandardCharsets.UTF_8));
    }
}
