package io.tallystick.demo.oracle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** An event as the oracle sees it. */
record NaiveEvent(List<String> identity, String type, String customer, Instant time, JsonNode data) {
    private static final JsonMapper MAPPER = new JsonMapper();

    static NaiveEvent parse(String json) {
        try {
            JsonNode event = MAPPER.readTree(json);
            String customer = event.get("subject").textValue();
            return new NaiveEvent(
                    List.of(
                            customer,
                            event.get("source").textValue(),
                            event.get("id").textValue()),
                    event.get("type").textValue(),
                    customer,
                    Instant.parse(event.get("time").textValue()).truncatedTo(ChronoUnit.MICROS),
                    event.get("data"));
        } catch (JsonProcessingException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    BigDecimal decimal(String pointer) {
        return new BigDecimal(data.at(pointer).asText());
    }

    String text(String pointer) {
        return data.at(pointer).asText();
    }
}
