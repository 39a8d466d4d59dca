package io.tallystick.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tallystick.schemas.topics.Topic;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The AsyncAPI document names the topics that the code uses, and every schema that it points at is there. */
final class AsyncApiTest {
    private final JsonNode document = new YAMLMapper().readTree(GoldenMessagesTest.resource("/schemas/asyncapi.yaml"));

    AsyncApiTest() throws IOException {}

    @Test
    void its_channels_are_the_topics_with_their_owners() {
        Map<String, String> expected = Stream.of(Topic.values())
                .collect(Collectors.toMap(Topic::topicName, Topic::owner, (a, _) -> a, TreeMap::new));
        Map<String, String> documented = new TreeMap<>();
        document.get("channels")
                .forEach(channel -> documented.put(
                        channel.get("address").asText(), channel.get("x-owner").asText()));

        assertEquals(expected, documented);
    }

    @Test
    void every_message_of_a_channel_has_a_schema_that_exists() throws IOException {
        for (JsonNode channel : document.get("channels")) {
            for (JsonNode message : channel.get("messages")) {
                String pointer = message.get("$ref").asText().substring(1);
                String schema = document.at(pointer).at("/payload/schema/$ref").asText();
                assertNotNull(GoldenMessagesTest.resource("/schemas/" + schema.substring(2)), schema);
            }
        }
    }
}
