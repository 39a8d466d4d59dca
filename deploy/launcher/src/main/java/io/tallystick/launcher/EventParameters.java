package io.tallystick.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.launcher.client.TallyClient;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Names one event. */
final class EventParameters {
    @Parameters(index = "0", paramLabel = "<source>", description = "The CloudEvents source of the event.")
    private String source;

    @Parameters(index = "1", paramLabel = "<id>", description = "The CloudEvents id of the event.")
    private String id;

    @Option(
            names = "--customer",
            paramLabel = "<id>",
            description = "Whose event it is; needed only if several customers have one of that source and id.")
    private String customer;

    /** The whole story of the event. */
    JsonNode story(TallyClient client) {
        String of = "/v1/usage/events/trace?source=" + TallyClient.escape(source) + "&id=" + TallyClient.escape(id);
        return client.get(customer == null ? of : of + "&customerId=" + TallyClient.escape(customer));
    }

    /** Writes into a request which event is meant. */
    ObjectNode name(TallyClient client, ObjectNode body) {
        String owner = customer == null ? story(client).path("customerId").asText() : customer;
        return body.put("customerId", owner).put("source", source).put("id", id);
    }

    /** For sentences. */
    String words() {
        return id + " of " + source;
    }
}
