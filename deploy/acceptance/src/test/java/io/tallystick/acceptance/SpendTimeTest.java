package io.tallystick.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallystick.launcher.client.EventsClient;
import io.tallystick.launcher.client.TallyClient;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The spend is read from lines: many more events change nothing about how long that takes. */
@Tag("acceptance")
@Isolated("it compares times")
final class SpendTimeTest {
    private static final int FEW = 10_000;
    /** A million with {@code -Dtally.acceptance.events=1000000}; it takes a minute more. */
    private static final int MANY = Integer.getInteger("tally.acceptance.events", 100_000);

    private static final int BATCH = 5_000;
    private static final int QUESTIONS = 101;

    @Test
    void the_time_of_a_spend_query_does_not_grow_with_the_number_of_events() {
        try (TallyClient client = SharedStack.get().client()) {
            Customer customer = Customer.create("busy", client);
            send(customer, client, 0, FEW);
            assertEquals(new BigDecimal(FEW), customer.quantity("calls", "2026-10-01T00:00:00Z"));
            Duration few = median(client);
            long begun = System.nanoTime();
            send(customer, client, FEW, MANY);
            assertEquals(new BigDecimal(MANY), customer.quantity("calls", "2026-10-01T00:00:00Z"));
            long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
            Duration many = median(client);
            System.out.printf(
                    Locale.ROOT,
                    "spend: %d us at %d events, %d us at %d events (sent and rated in %d ms)%n",
                    few.toNanos() / 1_000,
                    FEW,
                    many.toNanos() / 1_000,
                    MANY,
                    millis);
            // A scan of ten times as many events would take about ten times as long.
            assertTrue(many.compareTo(few.multipliedBy(3).plusMillis(5)) < 0, few + " became " + many);
        }
    }

    private static void send(Customer customer, TallyClient client, int from, int to) {
        EventsClient door = new EventsClient(client, Duration.ofMinutes(1), _ -> {});
        String text = new String(customer.call("%d", "2026-10-%sT12:00:00Z"), StandardCharsets.UTF_8)
                .replace("%s", "DAY")
                .replace("%d", "NUMBER");
        for (int first = from; first < to; first += BATCH) {
            List<byte[]> batch = new ArrayList<>(BATCH);
            for (int i = first; i < Math.min(to, first + BATCH); i++) {
                String day = Integer.toString(101 + i % 31).substring(1);
                batch.add(text.replace("DAY", day)
                        .replace("NUMBER", Integer.toString(i))
                        .getBytes(StandardCharsets.UTF_8));
            }
            assertEquals(batch.size(), door.send(batch).accepted());
        }
    }

    private static Duration median(TallyClient client) {
        long[] nanos = new long[QUESTIONS];
        for (int i = 0; i < QUESTIONS; i++) {
            long begun = System.nanoTime();
            client.get("/v1/customers/busy/spend");
            nanos[i] = System.nanoTime() - begun;
        }
        Arrays.sort(nanos);
        return Duration.ofNanos(nanos[QUESTIONS / 2]);
    }
}
