package io.tallystick.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.launcher.ask.BackfillText;
import io.tallystick.launcher.client.TallyClient;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "backfill",
        mixinStandardHelpOptions = true,
        subcommands = {
            BackfillOpenCommand.class,
            BackfillSendCommand.class,
            BackfillPreviewCommand.class,
            BackfillCommitCommand.class,
            BackfillRevertCommand.class
        },
        description = {
            "Sends usage in afterwards as one unit: its events wait until you have seen what they would cost, and then count"
                    + " together or not at all. Without a verb, lists the backfills.",
            "  ./tally backfill open lost-day --reason \"the region eu-2 sent nothing\" --customer acme",
            "  ./tally backfill send lost-day events.ndjson",
            "  ./tally backfill preview lost-day",
            "  ./tally backfill commit lost-day"
        })
final class BackfillCommand extends Verb {
    static final String PATH = "/v1/usage/backfills";

    @Override
    int run(TallyClient client) {
        List<JsonNode> backfills = client.list(PATH);
        tell(backfills, () -> BackfillText.list(backfills, screen()));
        return 0;
    }

    /** A backfill by its name or id. */
    static JsonNode find(TallyClient client, String name) {
        return client.get(path(name));
    }

    static String path(String name) {
        return PATH + "/" + TallyClient.escape(name);
    }
}
