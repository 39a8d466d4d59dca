package io.tallystick.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.launcher.ask.WhatIfText;
import io.tallystick.launcher.client.TallyClient;
import io.tallystick.launcher.view.Screen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tally what-if}: past periods with a draft of a plan. */
@Command(
        name = "what-if",
        mixinStandardHelpOptions = true,
        description = {
            "Computes what past periods would have cost with a draft of a plan, from the stored events and by the code of the"
                    + " real run: for each customer and in total, with winners and losers. It changes nothing, and goes on after"
                    + " a restart; --resume looks at one again.",
            "  ./tally what-if --plan developer --period 2026-10",
            "  ./tally what-if --file draft.json --period 2026-10-01..2027-01-01 --customer acme --customer brook"
        })
final class WhatIfCommand implements Callable<Integer> {
    private static final String PATH = "/v1/what-ifs";
    private static final long LOOK_EVERY_MILLIS = 500;
    private static final int SHOWN = 10;

    @Option(names = "--plan", paramLabel = "<key>", description = "The plan whose draft is asked about.")
    private String plan;

    @Option(names = "--file", paramLabel = "<json>", description = "The draft itself, instead of the one that is kept.")
    private Path file;

    @Option(
            names = "--period",
            paramLabel = "<period>",
            description =
                    "A month such as 2026-10, or 2026-10-01..2027-01-01 (the end is the day after the last): billing"
                            + " periods that begin in it.")
    private String period;

    @Option(names = "--customer", paramLabel = "<id>", description = "Only this customer; may be given several times.")
    private List<String> customers = List.of();

    @Option(names = "--resume", paramLabel = "<id>", description = "Looks at one that was asked before.")
    private String resume;

    @Option(names = "--cancel", paramLabel = "<id>", description = "Stops one; its results so far stay.")
    private String cancel;

    @Option(names = "--json", description = "Prints the totals and every result as JSON.")
    private boolean json;

    @Mixin
    private ServicesOption services;

    @Override
    public Integer call() {
        try (TallyClient client = services.connect(Home.fromSystemProperties())) {
            if (cancel != null) {
                client.post(
                        PATH + "/" + TallyClient.escape(cancel) + "/cancellation",
                        JsonNodeFactory.instance.objectNode());
            }
            Screen screen = new Screen(json ? System.err : System.out, Screen.isWatched(), InstantSource.system());
            JsonNode whatIf = await(client, first(client), screen);
            String results = PATH + "/" + whatIf.path("id").asText() + "/results";
            if (json) {
                ObjectNode answer = (ObjectNode) whatIf;
                answer.set("results", JsonNodeFactory.instance.arrayNode().addAll(client.list(results)));
                System.out.println(Json.pretty(answer));
            } else {
                WhatIfText.show(
                        whatIf,
                        first(client, results + "?outcome=winners"),
                        first(client, results + "?outcome=losers"),
                        first(client, results + "?outcome=unknown"),
                        screen);
            }
            return whatIf.path("state").asText().equals("completed") ? 0 : 1;
        }
    }

    private JsonNode first(TallyClient client) {
        String id = cancel != null ? cancel : resume;
        if (id != null) {
            return client.get(PATH + "/" + TallyClient.escape(id));
        }
        if (period == null || (plan == null && file == null)) {
            throw new Refusal(
                    "missing_option", "A what-if needs --period and the draft: --plan <key> or --file <json>.");
        }
        ObjectNode asked = Months.span(period);
        if (plan != null) {
            asked.put("plan", plan);
        }
        if (file != null) {
            asked.set("definition", definition());
        }
        if (!customers.isEmpty()) {
            customers.forEach(asked.putArray("customers")::add);
        }
        return client.post(PATH, asked);
    }

    private JsonNode definition() {
        try {
            return Json.MAPPER.readTree(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new Refusal(
                    "unreadable_file", file + " cannot be read as JSON: " + unreadable.getMessage(), unreadable);
        }
    }

    private static JsonNode await(TallyClient client, JsonNode begun, Screen screen) {
        JsonNode whatIf = begun;
        while (whatIf.path("state").asText().equals("running")) {
            screen.move(WhatIfText.progress(whatIf));
            Pause.millis(LOOK_EVERY_MILLIS);
            whatIf = client.get(PATH + "/" + whatIf.path("id").asText());
        }
        screen.rest();
        return whatIf;
    }

    private static JsonNode first(TallyClient client, String path) {
        return client.get(path + "&limit=" + SHOWN).path("items");
    }
}
