package io.tallystick.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.launcher.ask.BackfillText;
import io.tallystick.launcher.client.TallyClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "preview",
        mixinStandardHelpOptions = true,
        description = "Shows what a commit would do, line by line, and what it would cost whom; nothing is stored.")
final class BackfillPreviewCommand extends Verb {
    @Parameters(paramLabel = "<backfill>", description = "Its name or id.")
    private String name;

    @Override
    int run(TallyClient client) {
        JsonNode forecast = client.get(BackfillCommand.path(name) + "/preview");
        tell(forecast, () -> BackfillText.forecast(name, forecast, screen()));
        return 0;
    }
}
