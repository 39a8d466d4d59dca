package io.tallystick.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.launcher.client.TallyClient;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description = "Starts a close that people approve and finalize, and follows it up to its review.")
final class CloseStartCommand extends CloseVerb {
    @Parameters(paramLabel = "<cut-off>", description = "An instant, such as 2026-11-01T00:00:00Z.")
    private String cutoff;

    @Option(
            names = "--planned",
            description = "Only plans it: start it later with ./tally close start on the same cut-off.")
    private boolean planned;

    @Override
    int run(TallyClient client) {
        Instant until = instant(cutoff);
        JsonNode close = client.list("/v1/closes").stream()
                .filter(one -> one.path("state").asText().equals("planned"))
                .filter(one -> Instant.parse(one.path("cutoff").asText()).equals(until))
                .findFirst()
                .orElseGet(() -> client.post(
                        "/v1/closes",
                        body().put("cutoff", until.toString())
                                .put("drive", "manual")
                                .put("begin", false)));
        String id = close.path("id").asText();
        if (!planned && close.path("state").asText().equals("planned")) {
            client.post("/v1/closes/" + id + "/start", body());
        }
        follow(client, id);
        return 0;
    }
}
