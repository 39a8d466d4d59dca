package io.tallystick.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.launcher.ask.ExplanationText;
import io.tallystick.launcher.client.TallyClient;
import io.tallystick.launcher.view.Screen;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Explains a line down to its arithmetic and the first events behind it.")
final class ExplainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "<line>", description = "Its id, as ./tally spend and invoices show it.")
    private String line;

    @Option(names = "--events", defaultValue = "10", description = "How many events, ${DEFAULT-VALUE} unless given.")
    private int events;

    @Option(names = "--json", description = "Prints the answer as JSON.")
    private boolean json;

    @Mixin
    private ServicesOption services;

    @Override
    public Integer call() {
        if (events < 1 || events > 1_000) {
            throw new Refusal("invalid_events", "--events must be 1 to 1000, not " + events + ".");
        }
        try (TallyClient client = services.connect(Home.fromSystemProperties())) {
            JsonNode explanation =
                    client.get("/v1/usage/lines/" + TallyClient.escape(line) + "/explanation?limit=" + events);
            if (json) {
                System.out.println(Json.pretty(explanation));
            } else {
                ExplanationText.show(explanation, events, Screen.standard());
            }
            return 0;
        }
    }
}
