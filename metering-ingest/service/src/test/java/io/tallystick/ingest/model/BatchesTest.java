package io.tallystick.ingest.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tallystick.schemas.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchesTest {
    @Test
    void an_array_is_split_into_the_very_bytes_of_its_elements() {
        assertEquals(
                List.of("{\"id\": \"a\"}", "{\"x\":[1,{\"y\":\"]}\\\"\"}]}", "\"text\"", "12", "null", "[ ]"),
                array(" [{\"id\": \"a\"} ,{\"x\":[1,{\"y\":\"]}\\\"\"}]}, \"text\",12\n,null,[ ]] \r\n"));
        assertEquals(List.of(), array("[]"));
        assertEquals(List.of("{}"), array("\uFEFF[{}]"));
    }

    @Test
    void an_element_that_is_not_json_does_not_hide_its_neighbours() {
        assertEquals(List.of("{\"a\":1,\"a\":2}", "{a b}", "{}"), array("[{\"a\":1,\"a\":2},{a b},{}]"));
        String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertEquals(List.of(deep, "{}"), array("[" + deep + ",{}]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{}",
                "[",
                "[{}",
                "[{},",
                "[{},]",
                "[,]",
                "[{}{}]",
                "[{}]x",
                "[{]]",
                "[[}]",
                "[\"a",
                "[\"a\\",
                "[}]x",
                "[{\"a\":\"}]"
            })
    void a_body_that_is_no_array_is_refused_as_a_whole(String body) {
        assertFalse(
                assertThrows(MalformedBatchException.class, () -> array(body)).tooMany());
    }

    @Test
    void lines_are_events_and_blank_ones_are_nothing() {
        assertEquals(List.of("{\"a\":1}", "{}", "x"), lines("\n {\"a\":1}\r\n\n\t\n{}\nx"));
        assertEquals(List.of(), lines(""));
    }

    @Test
    void more_events_than_allowed_are_refused_as_a_whole() {
        assertEquals(3, Batches.array(utf8("[1,2,3]"), 3).size());
        assertTrue(assertThrows(MalformedBatchException.class, () -> Batches.array(utf8("[1,2,3,4]"), 3))
                .tooMany());
        assertTrue(assertThrows(MalformedBatchException.class, () -> Batches.lines(utf8("1\n2\n3\n4"), 3))
                .tooMany());
    }

    @Test
    void whatever_json_array_is_split_as_a_parser_would_split_it() throws IOException {
        Random random = new Random(20_261_101);
        for (int round = 0; round < 2_000; round++) {
            ArrayNode array = Json.MAPPER.createArrayNode();
            for (int i = random.nextInt(5); i >= 0; i--) {
                array.add(value(random, 4));
            }
            String text = round % 2 == 0 ? array.toString() : array.toPrettyString();

            List<String> parts = array(text);

            assertEquals(array.size(), parts.size(), text);
            for (int i = 0; i < parts.size(); i++) {
                assertEquals(array.get(i), Json.MAPPER.readTree(parts.get(i)), text);
            }
        }
    }

    @Test
    void whatever_bytes_are_split_or_refused_and_nothing_else() {
        Random random = new Random(20_261_102);
        String alphabet = "[]{}\",:\\ a1\n";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder("[");
            for (int i = random.nextInt(20); i >= 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                array(text.toString());
            } catch (MalformedBatchException expected) {
                assertFalse(expected.tooMany());
            }
        }
    }

    private static JsonNode value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 3 : 5)) {
            case 0 -> Json.MAPPER.getNodeFactory().numberNode(random.nextInt());
            case 1 -> Json.MAPPER.getNodeFactory().textNode("\"]}\\ü\u2028".substring(random.nextInt(5)));
            case 2 -> Json.MAPPER.nullNode();
            case 3 ->
                Json.MAPPER.createArrayNode().add(value(random, depth - 1)).add(value(random, depth - 1));
            default ->
                Json.MAPPER
                        .createObjectNode()
                        .<com.fasterxml.jackson.databind.node.ObjectNode>set("k,\"", value(random, depth - 1))
                        .set("l", value(random, depth - 1));
        };
    }

    private static List<String> array(String body) {
        return texts(Batches.array(utf8(body), 1_000));
    }

    private static List<String> lines(String body) {
        return texts(Batches.lines(utf8(body), 1_000));
    }

    private static List<String> texts(List<byte[]> events) {
        return events.stream()
                .map(event -> new String(event, StandardCharsets.UTF_8))
                .toList();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
