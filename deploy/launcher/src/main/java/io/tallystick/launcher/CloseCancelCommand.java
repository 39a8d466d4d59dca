package io.tallystick.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.launcher.ask.CloseText;
import io.tallystick.launcher.client.TallyClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        description = "Gives a close up before any invoice is made; its lines are billed by the next one.")
final class CloseCancelCommand extends CloseVerb {
    @Parameters(
            arity = "0..1",
            paramLabel = "<close>",
            description = "Its id; without one, the close that is on its way.")
    private String id;

    @Option(names = "--reason", required = true, description = "Why; it is kept.")
    private String reason;

    @Override
    int run(TallyClient client) {
        JsonNode close = command(client, id, "cancel", body().put("reason", reason));
        tell(close, () -> CloseText.show(close, screen()));
        return 0;
    }
}
