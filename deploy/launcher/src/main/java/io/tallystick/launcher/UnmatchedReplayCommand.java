package io.tallystick.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.launcher.ask.StoryText;
import io.tallystick.launcher.client.TallyClient;
import io.tallystick.launcher.view.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Looks at unmatched and rejected events again, after what was missing has been created: all, those of one reason,"
                    + " of one customer, or one event.",
            "  ./tally unmatched replay --customer acme --source https://mcp.example.com --id e-17"
        })
final class UnmatchedReplayCommand extends Verb {
    private static final long LOOK_EVERY_MILLIS = 300;

    @Option(names = "--reason", paramLabel = "<code>", description = "Only those with this reason.")
    private String reason;

    @Option(names = "--customer", paramLabel = "<id>", description = "Only this customer's.")
    private String customer;

    @Option(names = "--source", paramLabel = "<source>", description = "With --id and --customer: one event.")
    private String source;

    @Option(names = "--id", paramLabel = "<id>", description = "With --source and --customer: one event.")
    private String id;

    @Override
    int run(TallyClient client) {
        ObjectNode asked = body();
        put(asked, "reason", reason);
        put(asked, "customerId", customer);
        put(asked, "source", source);
        put(asked, "id", id);
        Screen screen = screen();
        JsonNode replay = client.post("/v1/usage/replays", asked);
        while (!replay.path("state").asText().equals("completed")) {
            screen.move(StoryText.replay(replay));
            Pause.millis(LOOK_EVERY_MILLIS);
            replay = client.get("/v1/usage/replays/" + replay.path("id").asText());
        }
        screen.rest();
        JsonNode done = replay;
        tell(done, () -> StoryText.replayed(done, screen));
        return 0;
    }

    private static void put(ObjectNode asked, String name, String value) {
        if (value != null) {
            asked.put(name, value);
        }
    }
}
