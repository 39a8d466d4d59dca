package io.tallystick.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.launcher.client.TallyClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "approve",
        mixinStandardHelpOptions = true,
        description =
                "Lets the drafts be billed. Above an amount, somebody has to do so who neither asked for the close nor waived anything in it.")
final class CloseApproveCommand extends CloseVerb {
    @Parameters(
            arity = "0..1",
            paramLabel = "<close>",
            description = "Its id; without one, the close that is on its way.")
    private String id;

    @Override
    int run(TallyClient client) {
        JsonNode close = command(client, id, "approve", body());
        return follow(client, close.path("id").asText()) == 0
                        || close.path("state").asText().equals("approved")
                ? 0
                : 1;
    }
}
