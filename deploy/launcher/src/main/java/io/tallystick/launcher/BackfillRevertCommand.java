package io.tallystick.launcher;

import io.tallystick.launcher.client.TallyClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "revert",
        mixinStandardHelpOptions = true,
        description =
                "Lets the events of a backfill never count. Their identities stay free, so a mended copy can be sent.")
final class BackfillRevertCommand extends Verb {
    @Parameters(paramLabel = "<backfill>", description = "Its name or id.")
    private String name;

    @Override
    int run(TallyClient client) {
        return new BackfillDecision(client, screen()).decide(name, "revert", this::tell);
    }
}
