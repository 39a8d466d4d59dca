package io.tallystick.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.launcher.ask.VerificationText;
import io.tallystick.launcher.client.TallyClient;
import io.tallystick.launcher.view.Screen;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Computes every line of a time again from the stored events, by a second implementation that shares no code with"
                    + " the first, and compares to the last digit. It changes nothing, and ends with 1 if a line differs.",
            "  ./tally verify --period 2026-11"
        })
final class VerifyCommand implements Callable<Integer> {
    private static final long LOOK_EVERY_MILLIS = 500;

    @Option(
            names = "--period",
            required = true,
            paramLabel = "<period>",
            description =
                    "A month such as 2026-11, or 2026-11-01..2026-12-01 (the end is the day after the last): billing"
                            + " periods that begin in it.")
    private String period;

    @Option(names = "--customer", paramLabel = "<id>", description = "Only this customer.")
    private String customer;

    @Option(names = "--sample", paramLabel = "<n>", description = "Only so many customers, others on each day.")
    private Integer sample;

    @Option(names = "--json", description = "Prints the report as JSON.")
    private boolean json;

    @Mixin
    private ServicesOption services;

    @Override
    public Integer call() {
        ObjectNode asked = Months.span(period);
        if (customer != null) {
            asked.put("customerId", customer);
        }
        if (sample != null) {
            asked.put("sample", sample);
        }
        try (TallyClient client = services.connect(Home.fromSystemProperties())) {
            Screen screen = new Screen(json ? System.err : System.out, Screen.isWatched(), InstantSource.system());
            JsonNode report = verified(client, asked, screen);
            if (json) {
                System.out.println(Json.pretty(report));
            } else {
                VerificationText.show(report, screen);
            }
            return isRight(report) ? 0 : 1;
        }
    }

    /** Runs a verification to its end. */
    static JsonNode verified(TallyClient client, ObjectNode asked, Screen screen) {
        JsonNode report = client.post("/v1/usage/verifications", asked);
        while (report.path("state").asText().equals("running")) {
            screen.move(VerificationText.progress(report));
            Pause.millis(LOOK_EVERY_MILLIS);
            report = client.get("/v1/usage/verifications/" + report.path("id").asText());
        }
        screen.rest();
        return report;
    }

    static boolean isRight(JsonNode report) {
        return report.path("state").asText().equals("completed")
                && report.path("differences").asLong() == 0;
    }
}
