package io.tallystick.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tallystick.acceptance.torture.Fault;
import io.tallystick.schemas.crash.CrashPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The fault harness as a process of its own, as {@code ./tally torture} starts it. */
@Tag("acceptance")
final class TortureTest {
    private static final String SEED = System.getProperty("tally.torture.seed", "20261122");
    private static final Path ROOT = Path.of(System.getProperty("tally.root"));

    @Test
    void whatever_breaks_nothing_acknowledged_is_lost_and_nothing_is_billed_twice() throws Exception {
        JsonNode brief = run("brief");
        assertEquals(faults(), names(brief.path("faults"), brief));
    }

    @Test
    @Tag("torture")
    void in_any_order_of_faults_nothing_is_lost_and_the_fence_stops_who_was_replaced() throws Exception {
        JsonNode rounds = run("rounds");
        assertEquals(faults(), names(rounds.path("faults"), rounds));
        assertTrue(rounds.path("fenced").asInt() > 0, rounds::toPrettyString);
    }

    @Test
    @Tag("torture")
    void before_and_after_every_commit_send_and_number_a_crash_changes_nothing() throws Exception {
        JsonNode walk = run("crash-points");
        assertEquals(
                Arrays.stream(CrashPoint.values()).map(CrashPoint::label).collect(Collectors.toSet()),
                names(walk.path("crashes"), walk));
    }

    private static Set<String> faults() {
        return Arrays.stream(Fault.values())
                .map(fault -> fault.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    /** What happened, and what this machine does not allow. */
    private static Set<String> names(JsonNode counted, JsonNode entry) {
        Set<String> names = new HashSet<>();
        counted.fieldNames().forEachRemaining(names::add);
        entry.path("impossible").forEach(fault -> names.add(fault.asText().replace(' ', '_')));
        return names;
    }

    /** The line that the run adds to the ledger. */
    private static JsonNode run(String course) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(Path.of(
                        "target",
                        "acceptance",
                        "torture-" + ProcessHandle.current().pid())
                .toAbsolutePath());
        List<String> command = new ArrayList<>();
        List<String> ownMounts = List.of("unshare", "--mount");
        boolean mayMount = allows(ownMounts);
        if (mayMount) {
            command.addAll(ownMounts);
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dtally.torture.own-mounts=" + mayMount,
                "-Dtally.torture.folder=" + folder,
                "-Dtally.cache=" + folder.resolveSibling("cache"),
                "-Dtally.services.jar=" + ROOT.resolve("deploy/standalone/target/quarkus-app/quarkus-run.jar"),
                "-cp",
                ROOT.resolve("deploy/acceptance/target/lib") + "/*",
                "io.tallystick.acceptance.torture.Main",
                "--minutes=1",
                "--seed=" + SEED,
                "--course=" + course));
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            assertTrue(process.waitFor(20, TimeUnit.MINUTES), "the run does not end");
        } finally {
            process.destroy();
        }
        assertEquals(0, process.exitValue(), "see the output of the run above");
        List<String> ledger = Files.readAllLines(folder.resolve("ledger.jsonl"));
        JsonNode entry = new JsonMapper().readTree(ledger.getLast());
        assertTrue(entry.path("good").asBoolean(), entry::toPrettyString);
        return entry;
    }

    private static boolean allows(List<String> prefix) throws InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.add("true");
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException unknown) {
            return false;
        }
    }
}
