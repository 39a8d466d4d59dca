package io.tallystick.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.launcher.ask.BackfillText;
import io.tallystick.launcher.client.TallyClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "open",
        mixinStandardHelpOptions = true,
        description = "Opens a backfill. The same again is the same backfill.")
final class BackfillOpenCommand extends Verb {
    @Parameters(paramLabel = "<name>", description = "How you call it: letters, digits, dots, hyphens.")
    private String name;

    @Option(names = "--reason", required = true, paramLabel = "<why>", description = "Why; it is kept with your key.")
    private String reason;

    @Option(names = "--customer", paramLabel = "<id>", description = "For this customer only; without it, for all.")
    private String customer;

    @Override
    int run(TallyClient client) {
        ObjectNode asked = body().put("name", name).put("reason", reason);
        if (customer != null) {
            asked.put("customerId", customer);
        }
        JsonNode opened = client.post(BackfillCommand.PATH, asked);
        tell(opened, () -> BackfillText.show(opened, screen()));
        return 0;
    }
}
