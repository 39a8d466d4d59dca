package io.tallystick.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.launcher.ask.CloseText;
import io.tallystick.launcher.ask.ReviewText;
import io.tallystick.launcher.client.TallyClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows where a close stands and what it waits for.")
final class CloseStatusCommand extends CloseVerb {
    @Parameters(
            arity = "0..1",
            paramLabel = "<close>",
            description = "Its id; without one, the close that is on its way.")
    private String id;

    @Option(
            names = "--proof",
            description = "Shows what was received, rated, billed and not billed, by partition and meter.")
    private boolean proof;

    @Override
    int run(TallyClient client) {
        JsonNode close = find(client, id);
        if (proof) {
            JsonNode complete = client.get("/v1/closes/" + close.path("id").asText() + "/proof");
            tell(complete, () -> ReviewText.proof(complete, screen()));
        } else {
            tell(close, () -> CloseText.show(close, screen()));
        }
        return 0;
    }
}
