package io.tallystick.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.launcher.ask.ReviewText;
import io.tallystick.launcher.client.TallyClient;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "review",
        mixinStandardHelpOptions = true,
        description =
                "Shows the review: every draft with why it differs from the last, what looks odd, and what has to be mended or waived.")
final class CloseReviewCommand extends CloseVerb {
    @Parameters(
            arity = "0..1",
            paramLabel = "<close>",
            description = "Its id; without one, the close that is on its way.")
    private String id;

    @Option(
            names = "--customer",
            paramLabel = "<customer>",
            description = "Shows the draft of one customer with its lines.")
    private String customer;

    @Option(names = "--again", description = "Makes the drafts anew first.")
    private boolean again;

    @Override
    int run(TallyClient client) {
        String close = find(client, id).path("id").asText();
        String path = "/v1/closes/" + close;
        if (again) {
            client.post(path + "/recheck", body().put("all", true));
            follow(client, close);
        }
        if (customer != null) {
            JsonNode draft = client.get(path + "/drafts/" + TallyClient.escape(customer));
            tell(draft, () -> ReviewText.draft(draft, screen()));
            return 0;
        }
        JsonNode view = client.get(path);
        List<JsonNode> drafts = client.list(path + "/drafts");
        List<JsonNode> anomalies = client.list(path + "/anomalies");
        List<JsonNode> exceptions = client.list(path + "/exceptions");
        tell(
                Map.of("close", view, "drafts", drafts, "anomalies", anomalies, "exceptions", exceptions),
                () -> ReviewText.review(view, drafts, anomalies, exceptions, screen()));
        return view.path("openExceptions").asLong() == 0 ? 0 : 1;
    }
}
