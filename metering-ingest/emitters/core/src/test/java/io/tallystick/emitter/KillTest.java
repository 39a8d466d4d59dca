package io.tallystick.emitter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillTest {
    private static final int ROUNDS = Integer.getInteger("tally.kill.rounds", 2);

    @TempDir
    private Path place;

    @Test
    void no_completed_call_is_lost_when_the_server_is_killed() throws IOException, InterruptedException {
        Set<String> completed = new HashSet<>();
        try (StubIngest ingest = new StubIngest()) {
            for (int round = 0; round < ROUNDS; round++) {
                completed.addAll(runAndKill(ingest.uri(), round));
            }

            MeterSettings settings = MeterSettings.DEFAULT.withSpool(place);
            try (Meter next = Meter.to(ingest.uri(), "key", "//next", settings)) {
                MeterTest.await(() -> next.delivery().spooled() == 0);
                assertTrue(next.delivery().balances());
            }

            Set<String> delivered = ingest.taken().stream()
                    .map(event -> event.at("/data/call").asText())
                    .collect(Collectors.toSet());
            Set<String> ids = new HashSet<>(ingest.ids());
            Set<String> lost = new HashSet<>(completed);
            lost.removeAll(delivered);
            assertEquals(Set.of(), lost, "completed calls without an event");
            assertEquals(ids.size(), delivered.size(), "every call has one id, however often it was sent");
        }
    }

    /** Kills a server while it works; the calls whose completion it had told before. */
    private Set<String> runAndKill(URI ingest, int round) throws IOException, InterruptedException {
        Process server = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        BusyServer.class.getName(),
                        ingest.toString(),
                        place.toString(),
                        "r" + round + "-"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Set<String> completed = new HashSet<>();
        try (BufferedReader told = server.inputReader(StandardCharsets.US_ASCII)) {
            while (completed.size() < 3_000) {
                completed.add(told.readLine());
            }
            // By its handle: the process object would close the stream, and with it what was told last.
            server.toHandle().destroyForcibly();
            told.lines().filter(line -> line.endsWith(".")).forEach(completed::add);
        } finally {
            server.destroyForcibly().waitFor();
        }
        completed.remove(null);
        return completed;
    }

    /** Completes calls without end and tells each after it was recorded. */
    static final class BusyServer {
        private BusyServer() {}

        public static void main(String[] args) {
            MeterSettings settings =
                    MeterSettings.DEFAULT.withSpool(Path.of(args[1])).withBatches(100, Duration.ofMillis(5));
            try (Meter meter = Meter.to(URI.create(args[0]), "key", "//busy", settings)) {
                for (int call = 0; ; call++) {
                    String name = args[2] + call + ".";
                    meter.record(new Usage("busy.call", "acme", Map.of("call", name)));
                    System.out.println(name);
                }
            }
        }
    }
}
