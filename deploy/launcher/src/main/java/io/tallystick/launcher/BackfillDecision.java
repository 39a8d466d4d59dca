package io.tallystick.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.launcher.ask.BackfillText;
import io.tallystick.launcher.client.TallyClient;
import io.tallystick.launcher.view.Screen;
import java.util.function.BiConsumer;

/** Commits or reverts a backfill, and follows it until every partition has done it. */
final class BackfillDecision {
    private static final long LOOK_EVERY_MILLIS = 300;

    private final TallyClient client;
    private final Screen screen;

    BackfillDecision(TallyClient client, Screen screen) {
        this.client = client;
        this.screen = screen;
    }

    int decide(String name, String what, BiConsumer<Object, Runnable> tell) {
        JsonNode backfill = client.post(BackfillCommand.path(name) + "/" + what, Verb.body());
        while (backfill.path("state").asText().endsWith("ing")) {
            screen.move("  " + BackfillText.progress(backfill));
            Pause.millis(LOOK_EVERY_MILLIS);
            backfill = BackfillCommand.find(client, name);
        }
        screen.rest();
        JsonNode done = backfill;
        tell.accept(done, () -> BackfillText.show(done, screen));
        return 0;
    }
}
