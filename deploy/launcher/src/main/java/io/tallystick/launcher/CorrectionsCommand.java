package io.tallystick.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.launcher.ask.CorrectionText;
import io.tallystick.launcher.client.TallyClient;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "corrections",
        mixinStandardHelpOptions = true,
        description = "Lists what was voided, amended and released, by whom and why, the newest first.")
final class CorrectionsCommand extends Verb {
    @Option(names = "--customer", paramLabel = "<id>", description = "Only this customer's.")
    private String customer;

    @Override
    int run(TallyClient client) {
        List<JsonNode> made = client.list(
                "/v1/usage/corrections" + (customer == null ? "" : "?customerId=" + TallyClient.escape(customer)));
        tell(made, () -> CorrectionText.list(made, screen()));
        return 0;
    }
}
