package io.tallystick.acceptance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tallystick.demo.DemoEvent;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The same events in another order. Events of one identity keep theirs: which of two conflicting ones stays is decided by which comes
 * first.
 */
final class Shuffle {
    private static final JsonMapper MAPPER = new JsonMapper();

    private Shuffle() {}

    static List<DemoEvent> of(List<DemoEvent> events, long seed) {
        Map<String, Deque<DemoEvent>> byIdentity = new HashMap<>();
        List<String> places = new ArrayList<>(events.size());
        for (DemoEvent event : events) {
            String identity = identity(event);
            byIdentity.computeIfAbsent(identity, _ -> new ArrayDeque<>()).add(event);
            places.add(identity);
        }
        Collections.shuffle(places, new Random(seed));
        return places.stream()
                .map(identity -> byIdentity.get(identity).removeFirst())
                .toList();
    }

    private static String identity(DemoEvent event) {
        try {
            JsonNode json = MAPPER.readTree(event.json());
            return event.customerId() + "\n" + json.path("source").asText() + "\n"
                    + json.path("id").asText();
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
