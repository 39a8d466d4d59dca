package io.tallystick.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.launcher.ask.CorrectionText;
import io.tallystick.launcher.client.TallyClient;
import io.tallystick.launcher.view.Screen;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Corrects one event: shows the money effect first, then does it and waits until it has taken effect. */
abstract class CorrectionVerb extends Verb {
    private static final String PATH = "/v1/usage/corrections";
    private static final long LOOK_EVERY_MILLIS = 200;
    private static final int LOOKS = 150;

    @Mixin
    private EventParameters event;

    @Option(names = "--reason", required = true, paramLabel = "<why>", description = "Why; it is kept with your key.")
    private String reason;

    @Option(names = "--dry-run", description = "Shows the money effect and stores nothing.")
    private boolean dryRun;

    /** Writes into the request what is to become of the event. */
    abstract void ask(ObjectNode correction);

    @Override
    final int run(TallyClient client) {
        ObjectNode asked = event.name(client, body());
        asked.put("reason", reason);
        ask(asked);
        JsonNode effect = client.post(PATH + "?dryRun=true", asked);
        Screen screen = screen();
        if (dryRun) {
            tell(effect, () -> CorrectionText.effect("Nothing is stored. It would do this:", effect, screen));
            return effect.path("outcome").asText().equals("applied") ? 0 : 1;
        }
        JsonNode made = await(client, client.post(PATH, asked));
        ObjectNode answer = body();
        answer.set("correction", made);
        answer.set("effect", effect);
        tell(answer, () -> {
            CorrectionText.made(event.words(), made, screen);
            CorrectionText.effect("", effect, screen);
        });
        return made.path("state").asText().equals("applied") ? 0 : 1;
    }

    private static JsonNode await(TallyClient client, JsonNode asked) {
        JsonNode now = asked;
        for (int look = 0; look < LOOKS && now.path("state").asText().equals("pending"); look++) {
            Pause.millis(LOOK_EVERY_MILLIS);
            now = client.get(PATH + "/" + asked.path("id").asText());
        }
        return now;
    }
}
