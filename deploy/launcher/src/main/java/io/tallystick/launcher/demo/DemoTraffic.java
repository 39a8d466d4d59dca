package io.tallystick.launcher.demo;

import io.tallystick.demo.DemoEvent;
import io.tallystick.launcher.client.ApiProblem;
import io.tallystick.launcher.client.BatchAnswer;
import io.tallystick.launcher.client.EventsClient;
import io.tallystick.launcher.client.TallyClient;
import io.tallystick.launcher.view.Screen;
import io.tallystick.launcher.view.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Sends the month in batches, in its order, while the spend of a few customers moves. */
final class DemoTraffic {
    private static final int BATCH = 1_000;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("MMM d", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final EventsClient door;
    private final LiveSpend spend;
    private final Screen screen;
    private final InstantSource clock;

    private final Map<String, Integer> refusedByCode = new TreeMap<>();
    private final List<String> surprises = new ArrayList<>();
    private long accepted;

    DemoTraffic(TallyClient client, LiveSpend spend, Screen screen, InstantSource clock) {
        this.door = new EventsClient(client, PATIENCE, this::waiting);
        this.spend = spend;
        this.screen = screen;
        this.clock = clock;
    }

    /** Sends everything; what the door answered differently from what the month says is a surprise. */
    Sent send(List<DemoEvent> events) {
        Instant start = clock.instant();
        Instant looked = Instant.MIN;
        String seen = "";
        for (int from = 0; from < events.size(); from += BATCH) {
            List<DemoEvent> batch = events.subList(from, Math.min(from + BATCH, events.size()));
            take(batch, door.send(batch.stream().map(DemoEvent::bytes).toList()));
            Instant now = clock.instant();
            if (now.isAfter(looked.plus(LOOK_EVERY))) {
                looked = now;
                seen = spend.line();
            }
            int done = from + batch.size();
            screen.move("  " + Text.left(DAY.format(batch.getLast().occurredAt()), 6) + " "
                    + Screen.bar(done, events.size()) + " " + Text.right(Text.count(done), 7) + " sent" + seen);
        }
        screen.rest();
        return new Sent(events.size(), accepted, refusedByCode, surprises, Duration.between(start, clock.instant()));
    }

    private void take(List<DemoEvent> batch, BatchAnswer answer) {
        accepted += answer.accepted();
        List<DemoEvent> left = new ArrayList<>(batch);
        for (BatchAnswer.Refused refused : answer.refused()) {
            DemoEvent event = batch.get(refused.index());
            left.remove(event);
            refusedByCode.merge(refused.code(), 1, Integer::sum);
            if (!event.refusedAs().map(refused.code()::equals).orElse(false)) {
                surprises.add("refused as " + refused.code() + " at " + refused.pointer() + ": " + event.json());
            }
        }
        left.stream()
                .filter(event -> event.refusedAs().isPresent())
                .forEach(event ->
                        surprises.add("accepted, expected " + event.refusedAs().orElseThrow() + ": " + event.json()));
    }

    private void waiting(ApiProblem problem) {
        screen.move("  waiting: " + problem.getMessage());
    }

    /**
     * What the door answered.
     *
     * @param sent how many events
     * @param accepted how many it took
     * @param refusedByCode how many it refused, by reason
     * @param surprises answers that the month did not expect
     * @param time from the first request to the last answer
     */
    record Sent(long sent, long accepted, Map<String, Integer> refusedByCode, List<String> surprises, Duration time) {
        long perSecond() {
            return sent * 1_000 / Math.max(1, time.toMillis());
        }
    }
}
