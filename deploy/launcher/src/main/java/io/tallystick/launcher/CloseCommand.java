package io.tallystick.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.launcher.ask.CloseText;
import io.tallystick.launcher.client.CloseWatch;
import io.tallystick.launcher.client.TallyClient;
import io.tallystick.launcher.view.Screen;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "close",
        mixinStandardHelpOptions = true,
        subcommands = {
            ClosePlanCommand.class,
            CloseStartCommand.class,
            CloseReviewCommand.class,
            CloseWaiveCommand.class,
            CloseApproveCommand.class,
            CloseFinalizeCommand.class,
            CloseStatusCommand.class,
            CloseCancelCommand.class
        },
        description = {
            "Closes the books: everything that is billable up to the cut-off becomes invoices. Without a cut-off, lists the"
                    + " closes. Safe to stop and to repeat: the close goes on by itself, and the same cut-off is the same close."
                    + " It stops for review when something is not billed, or when its total asks for a second person.",
            "  ./tally close 2026-11-01T00:00:00Z"
        })
final class CloseCommand extends CloseVerb {
    @Parameters(arity = "0..1", paramLabel = "<cut-off>", description = "An instant, such as 2026-11-01T00:00:00Z.")
    private String cutoff;

    @Option(
            names = "--waive",
            paramLabel = "<reason>",
            description = "Lets every open exception pass, in your name and with this reason.")
    private String waive;

    @Option(
            names = "--verify",
            description =
                    "Every line is computed again from the stored events, by a second implementation, before the close"
                            + " goes on; a line that differs stops it.")
    private boolean verify;

    @Override
    int run(TallyClient client) {
        if (cutoff == null) {
            list(client);
            return 0;
        }
        String id = asked(client, instant(cutoff)).path("id").asText();
        if (waive != null) {
            Screen screen = screen();
            JsonNode close = new CloseWatch(client).await(id, state -> screen.move(CloseText.progress(state)));
            screen.rest();
            if (close.path("openExceptions").asLong() > 0) {
                ObjectNode reason = body().put("reason", waive);
                client.post("/v1/closes/" + id + "/waivers", reason);
            }
        }
        return follow(client, id);
    }

    private void list(TallyClient client) {
        List<JsonNode> closes = client.list("/v1/closes");
        tell(closes, () -> {
            if (closes.isEmpty()) {
                System.out.println("There is no close yet; ./tally close 2026-11-01T00:00:00Z makes one.");
            }
            closes.forEach(close -> System.out.println(CloseText.row(close)));
        });
    }

    private JsonNode asked(TallyClient client, Instant until) {
        Optional<JsonNode> present = client.list("/v1/closes").stream()
                .filter(close -> !close.path("state").asText().equals("cancelled"))
                .filter(close -> Instant.parse(close.path("cutoff").asText()).equals(until))
                .findFirst();
        return present.orElseGet(() -> client.post(
                "/v1/closes", body().put("cutoff", until.toString()).put("verify", verify ? "full" : "none")));
    }
}
