package io.tallystick.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.launcher.ask.BackfillText;
import io.tallystick.launcher.client.BatchAnswer;
import io.tallystick.launcher.client.EventsClient;
import io.tallystick.launcher.client.TallyClient;
import io.tallystick.launcher.view.Screen;
import io.tallystick.launcher.view.Text;
import io.tallystick.schemas.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description = {
            "Sends the events of a file into an open backfill: CloudEvents in JSON, one after the other or in one array. Safe"
                    + " to repeat: an event that is sent twice counts once.",
            "  ./tally backfill send lost-day events.ndjson"
        })
final class BackfillSendCommand extends Verb {
    private static final int BATCH = 1_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Parameters(index = "0", paramLabel = "<backfill>", description = "Its name or id.")
    private String name;

    @Parameters(index = "1", paramLabel = "<file>", description = "The file with the events.")
    private Path file;

    @Override
    int run(TallyClient client) {
        JsonNode backfill = BackfillCommand.find(client, name);
        if (!backfill.path("state").asText().equals("open")) {
            throw new Refusal(
                    "backfill_not_open",
                    "The backfill " + name + " is " + backfill.path("state").asText() + ": open another one.");
        }
        Screen screen = screen();
        EventsClient door = new EventsClient(client, PATIENCE, problem -> screen.line("  " + problem.getMessage()));
        Sending sending = new Sending(door, screen, backfill.path("id").asText());
        try (MappingIterator<JsonNode> events =
                Json.MAPPER.readerFor(JsonNode.class).readValues(file.toFile())) {
            while (events.hasNextValue()) {
                sending.add(events.nextValue());
            }
            sending.flush();
        } catch (IOException unreadable) {
            throw new Refusal(
                    "invalid_file",
                    "The events of " + file + " cannot be read: " + unreadable.getMessage(),
                    unreadable);
        }
        screen.rest();
        ObjectNode answer = body().put("accepted", sending.accepted)
                .put("refused", sending.refused)
                .put("backfill", name);
        tell(answer, () -> BackfillText.sent(name, sending.accepted, sending.refused, screen));
        return sending.refused == 0 ? 0 : 1;
    }

    /** The batches of one run. */
    private static final class Sending {
        private final EventsClient door;
        private final Screen screen;
        private final String backfill;
        private final List<byte[]> batch = new ArrayList<>();
        private long accepted;
        private long refused;

        Sending(EventsClient door, Screen screen, String backfill) {
            this.door = door;
            this.screen = screen;
            this.backfill = backfill;
        }

        void add(JsonNode event) {
            if (!(event instanceof ObjectNode object)) {
                throw new Refusal("invalid_file", "A value in the file is no event: " + event);
            }
            batch.add(Json.bytes(object.put("backfill", backfill)));
            if (batch.size() == BATCH) {
                flush();
            }
        }

        void flush() {
            if (batch.isEmpty()) {
                return;
            }
            BatchAnswer answer = door.send(List.copyOf(batch));
            batch.clear();
            accepted += answer.accepted();
            refused += answer.refused().size();
            answer.refused()
                    .forEach(
                            one -> screen.line("  refused: " + one.code() + " " + one.pointer() + ", " + one.detail()));
            screen.move("  " + Text.count(accepted) + " events sent");
        }
    }
}
