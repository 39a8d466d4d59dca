package io.tallystick.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.launcher.client.TallyClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "finalize",
        mixinStandardHelpOptions = true,
        description = "Makes the invoices of an approved close and follows it to its end.")
final class CloseFinalizeCommand extends CloseVerb {
    @Parameters(
            arity = "0..1",
            paramLabel = "<close>",
            description = "Its id; without one, the close that is on its way.")
    private String id;

    @Override
    int run(TallyClient client) {
        JsonNode close = command(client, id, "finalize", body());
        return follow(client, close.path("id").asText());
    }
}
