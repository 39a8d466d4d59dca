package io.tallystick.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tallystick.launcher.ask.CloseText;
import io.tallystick.launcher.client.CloseWatch;
import io.tallystick.launcher.client.TallyClient;
import io.tallystick.launcher.view.Screen;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "close",
        mixinStandardHelpOptions = true,
        description = {
            "Closes the books: everything that is billable up to the cut-off becomes invoices. Without a cut-off, lists the"
                    + " closes. Safe to stop and to repeat: the close goes on by itself, and the same cut-off is the same close.",
            "  ./tally close 2026-11-01T00:00:00Z"
        })
final class CloseCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "<cut-off>", description = "An instant, such as 2026-11-01T00:00:00Z.")
    private String cutoff;

    @Option(names = "--json", description = "Prints the answer as JSON.")
    private boolean json;

    @Mixin
    private ServicesOption services;

    @Override
    public Integer call() {
        try (TallyClient client = services.connect(Home.fromSystemProperties())) {
            if (cutoff == null) {
                list(client);
                return 0;
            }
            JsonNode close = close(client, instant(cutoff));
            return close.path("exceptions").isEmpty() ? 0 : 1;
        }
    }

    private void list(TallyClient client) {
        List<JsonNode> closes = client.list("/v1/closes");
        if (json) {
            System.out.println(Json.pretty(closes));
        } else if (closes.isEmpty()) {
            System.out.println("There is no close yet; ./tally close 2026-11-01T00:00:00Z makes one.");
        } else {
            closes.forEach(close -> System.out.println(CloseText.row(close)));
        }
    }

    private JsonNode close(TallyClient client, Instant until) {
        Screen screen = new Screen(json ? System.err : System.out, Screen.isWatched(), InstantSource.system());
        Optional<JsonNode> present = client.list("/v1/closes").stream()
                .filter(close -> Instant.parse(close.path("cutoff").asText()).equals(until))
                .findFirst();
        JsonNode asked = present.orElseGet(() -> client.post(
                "/v1/closes",
                JsonNodeFactory.instance.objectNode().put("cutoff", until.toString()),
                "tally-close-" + until));
        JsonNode close =
                new CloseWatch(client).await(asked.get("id").asText(), state -> screen.move(CloseText.progress(state)));
        screen.rest();
        if (json) {
            System.out.println(Json.pretty(close));
        } else {
            CloseText.show(close, screen);
        }
        return close;
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException notAnInstant) {
            throw new Refusal(
                    "invalid_cutoff",
                    "The cut-off \"" + text + "\" is not an instant such as 2026-11-01T00:00:00Z.",
                    notAnInstant);
        }
    }
}
