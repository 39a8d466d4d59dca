package io.tallystick.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.demo.DemoCustomer;
import io.tallystick.demo.DemoEvent;
import io.tallystick.demo.DemoMonth;
import io.tallystick.launcher.client.EventsClient;
import io.tallystick.launcher.client.TallyClient;
import io.tallystick.launcher.demo.DemoSetup;
import io.tallystick.launcher.view.Screen;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** What a stack does in its first seconds with us: a price book, customers, events until they are rated, and what is owed. */
record TrainingWork(Home home, int port) {
    private static final int EVENTS = 20_000;
    private static final int BATCH = 1_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    void run() {
        DemoMonth month = DemoMonth.october();
        List<DemoEvent> events = month.sent().subList(0, EVENTS);
        try (TallyClient client = new TallyClient(URI.create("http://127.0.0.1:" + port), key())) {
            Screen silent = new Screen(
                    new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                    false,
                    InstantSource.system());
            new DemoSetup(client, silent).run(DemoMonth.priceBook(), month.customers());
            EventsClient door = new EventsClient(client, PATIENCE, _ -> {});
            long accepted = 0;
            for (int from = 0; from < EVENTS; from += BATCH) {
                accepted += door.send(events.subList(from, from + BATCH).stream()
                                .map(DemoEvent::bytes)
                                .toList())
                        .accepted();
            }
            awaitRated(client, accepted);
            for (DemoCustomer customer : month.customers()) {
                client.get("/v1/customers/" + customer.id() + "/spend");
            }
            client.document("/q/metrics", "text/plain");
            client.document("/", "text/html");
        }
    }

    private static void awaitRated(TallyClient client, long accepted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        JsonNode counts = client.get("/v1/usage/reconciliation");
        while (counts.path("received").asLong() < accepted && System.nanoTime() < deadline) {
            Pause.millis(200);
            counts = client.get("/v1/usage/reconciliation");
        }
    }

    private String key() {
        try {
            return Files.readString(home.operatorKey()).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
