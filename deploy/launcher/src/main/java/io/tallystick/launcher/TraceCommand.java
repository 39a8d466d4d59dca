package io.tallystick.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.launcher.ask.StoryText;
import io.tallystick.launcher.client.TallyClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "trace",
        mixinStandardHelpOptions = true,
        description = {
            "Tells the whole story of one event: where it was received, what became of it, in which line and close it counts,"
                    + " or the exact reason why it stopped, and what would mend it.",
            "  ./tally trace https://mcp.example.com e-17"
        })
final class TraceCommand extends Verb {
    @Mixin
    private EventParameters event;

    @Override
    int run(TallyClient client) {
        JsonNode story = event.story(client);
        tell(story, () -> StoryText.show(event.words(), story, screen()));
        return 0;
    }
}
