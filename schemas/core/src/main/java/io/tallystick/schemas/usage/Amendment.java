package io.tallystick.schemas.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.schemas.json.Json;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is different about the event that replaces another one: any of {@code id}, {@code type}, {@code time} and {@code data}.
 *
 * @param attributes an object with these attributes as CloudEvents writes them
 */
public record Amendment(JsonNode attributes) {
    private static final Set<String> CHANGEABLE = Set.of("id", "type", "time", "data");

    /** Attributes that no amendment can change, in their order; nothing must be among them. */
    public Set<String> unknown() {
        Set<String> unknown = new TreeSet<>();
        attributes.fieldNames().forEachRemaining(name -> {
            if (!CHANGEABLE.contains(name)) {
                unknown.add(name);
            }
        });
        return unknown;
    }

    /**
     * The event that replaces {@code event}.
     *
     * @param idIfNone its id if the amendment names none: the one of the other is used up
     * @param receivedAt when the amendment came in
     * @throws RefusedException if that is not an acceptable event
     */
    public UsageEvent of(UsageEvent event, String idIfNone, Instant receivedAt) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("specversion", "1.0");
        node.put("subject", event.customerId());
        node.put("source", event.source());
        node.put("id", idIfNone);
        node.put("type", event.type());
        node.put("time", event.occurredAt().toString());
        node.set("data", event.data().tree());
        CHANGEABLE.forEach(name -> {
            if (attributes.has(name)) {
                node.set(name, attributes.get(name));
            }
        });
        return UsageEventReader.read(node, receivedAt);
    }
}
