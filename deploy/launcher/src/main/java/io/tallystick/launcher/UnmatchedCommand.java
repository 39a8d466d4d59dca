package io.tallystick.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.launcher.ask.StoryText;
import io.tallystick.launcher.client.TallyClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "unmatched",
        mixinStandardHelpOptions = true,
        subcommands = UnmatchedReplayCommand.class,
        description = {
            "Lists usage that is not billed, by the reason why, with what would mend each.",
            "  ./tally unmatched replay --reason unknown_type     looks at it again"
        })
final class UnmatchedCommand extends Verb {
    @Option(names = "--customer", paramLabel = "<id>", description = "Only this customer's.")
    private String customer;

    @Override
    int run(TallyClient client) {
        JsonNode unbilled = client.get(
                "/v1/usage/unmatched" + (customer == null ? "" : "?customerId=" + TallyClient.escape(customer)));
        tell(unbilled, () -> StoryText.unbilled(unbilled, screen()));
        return 0;
    }
}
