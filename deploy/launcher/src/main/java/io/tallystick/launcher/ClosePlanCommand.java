package io.tallystick.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.launcher.ask.ReviewText;
import io.tallystick.launcher.client.TallyClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description =
                "Shows what a close would bill as of now, and stores nothing: invoices, totals, why they differ from the last, and what would stand in the way.")
final class ClosePlanCommand extends CloseVerb {
    @Parameters(paramLabel = "<cut-off>", description = "An instant, such as 2026-11-01T00:00:00Z.")
    private String cutoff;

    @Override
    int run(TallyClient client) {
        JsonNode plan = client.get("/v1/closes/plan?cutoff=" + instant(cutoff));
        tell(plan, () -> ReviewText.plan(plan, screen()));
        return 0;
    }
}
