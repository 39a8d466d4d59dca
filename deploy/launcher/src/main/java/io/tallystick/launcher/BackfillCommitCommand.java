package io.tallystick.launcher;

import io.tallystick.launcher.client.TallyClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "commit",
        mixinStandardHelpOptions = true,
        description =
                "Lets the events of a backfill count. Lines of open periods move; what a close holds is corrected by adjustment lines.")
final class BackfillCommitCommand extends Verb {
    @Parameters(paramLabel = "<backfill>", description = "Its name or id.")
    private String name;

    @Override
    int run(TallyClient client) {
        return new BackfillDecision(client, screen()).decide(name, "commit", this::tell);
    }
}
