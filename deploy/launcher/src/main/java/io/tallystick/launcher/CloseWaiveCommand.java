package io.tallystick.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.launcher.client.TallyClient;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "waive",
        mixinStandardHelpOptions = true,
        description = "Lets exceptions pass in your name: those that are named, or all that are open.")
final class CloseWaiveCommand extends CloseVerb {
    @Parameters(
            arity = "0..*",
            paramLabel = "<exception>",
            description = "Ids of exceptions; without any, all that are open.")
    private List<String> exceptions = List.of();

    @Option(names = "--reason", required = true, description = "Why it may pass; it is kept.")
    private String reason;

    @Option(
            names = "--close",
            paramLabel = "<close>",
            description = "Its id; without one, the close that is on its way.")
    private String id;

    @Override
    int run(TallyClient client) {
        ObjectNode waiver = body().put("reason", reason);
        exceptions.forEach(waiver.withArray("exceptionIds")::add);
        JsonNode close = command(client, id, "waivers", waiver);
        follow(client, close.path("id").asText());
        return 0;
    }
}
