package io.tallystick.schemas.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallystick.schemas.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredPayloadTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"tokens\":\"1.50\",\"model\":\"m-1\"}",
                "{\"tokens\":12.50,\"ok\":true,\"none\":null}",
                "{\"nested\":{\"a\":[1,2]},\"b\":\"ü\"}",
                "{\"escaped\":\"a\\\"b\"}"
            })
    void a_stored_payload_says_what_its_tree_says(String json) throws IOException {
        EventData tree = EventData.of(Json.MAPPER.readTree(json));

        EventData stored = EventData.stored(json);

        assertEquals(tree, stored);
        assertEquals(tree.text("/tokens"), stored.text("/tokens"));
        assertEquals(Json.MAPPER.readTree(json), stored.tree());
    }

    @Test
    void a_plain_one_is_read_without_a_tree() {
        assertInstanceOf(PlainData.class, EventData.stored("{\"tokens\":\"1.50\"}"));
        assertInstanceOf(TreeData.class, EventData.stored("{\"tokens\":\"1.50\",\"more\":[]}"));
    }

    @Test
    void what_is_no_payload_is_a_defect() {
        assertThrows(UncheckedIOException.class, () -> EventData.stored("{\"tokens\":"));
    }
}
