package io.tallystick.ingest.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallystick.schemas.usage.ReasonCode;
import io.tallystick.schemas.usage.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinaryModeTest {
    @Test
    void headers_become_attributes_and_the_body_becomes_data() {
        assertEquals(
                "{\"id\":\"e1\",\"traceparent\":\"00-ab\",\"datacontenttype\":\"application/json\","
                        + "\"data\":{ \"seconds\": 1.50 }}",
                structured(Map.of("id", "e1", "traceparent", "00-ab"), "{ \"seconds\": 1.50 }"));
    }

    @Test
    void percent_encoding_is_undone() {
        assertEquals("{\"id\":\"€ 5\",\"datacontenttype\":\"application/json\",\"data\":{}}", id("%E2%82%AC%205"));
        assertEquals("{\"id\":\"100%\",\"datacontenttype\":\"application/json\",\"data\":{}}", id("100%"));
        assertEquals("{\"id\":\"%FF\",\"datacontenttype\":\"application/json\",\"data\":{}}", id("%FF"));
    }

    @Test
    void a_header_cannot_be_data_or_a_name_that_cloudevents_does_not_allow() {
        assertEquals(
                "{\"datacontenttype\":\"application/json\",\"data\":{}}",
                structured(Map.of("data", "{}", "data_base64", "x", "datacontenttype", "x", "a-b", "x"), "{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{},\"subject\":\"other\"", "{}{}", "{}}", "x"})
    void a_body_that_is_not_one_json_value_is_refused(String body) {
        RefusedException refused = assertThrows(RefusedException.class, () -> structured(Map.of("id", "e1"), body));

        assertEquals(ReasonCode.MALFORMED_JSON, refused.refusal().code());
        assertEquals("/data", refused.refusal().pointer());
    }

    private static String id(String header) {
        return structured(Map.of("id", header), "{}");
    }

    private static String structured(Map<String, String> headers, String body) {
        byte[] event = BinaryMode.structured(
                new TreeMap<>(headers), "application/json", body.getBytes(StandardCharsets.UTF_8));
        return new String(event, StandardCharsets.UTF_8);
    }
}
