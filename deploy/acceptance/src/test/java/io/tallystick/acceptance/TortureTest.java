package io.tallystick.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallystick.acceptance.torture.Fault;
import io.tallystick.acceptance.torture.Torture;
import io.tallystick.launcher.view.Screen;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One round of every fault. {@code ./tally torture} does as many as one likes. */
@Tag("acceptance")
@Tag("torture")
final class TortureTest {
    private static final long SEED = Long.getLong("tally.torture.seed", 20261122L);
    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(60);

    @Test
    void whatever_breaks_nothing_acknowledged_is_lost_and_nothing_is_billed_twice() throws Exception {
        Path folder = Files.createDirectories(Path.of(
                "target", "acceptance", "torture-" + ProcessHandle.current().pid()));
        Torture.Options options = new Torture.Options(
                SEED,
                Duration.ofSeconds(45),
                folder.toAbsolutePath(),
                Path.of(System.getProperty("tally.root"), "deploy/standalone/target/quarkus-app/quarkus-run.jar"),
                folder.resolveSibling("cache").toAbsolutePath());
        Torture.Result result = new Torture(options, new Screen(System.out, false, InstantSource.system())).run();
        assertEquals(Set.of(Fault.values()), result.faults().keySet());
        assertEquals(List.of(), result.verdict().lost());
        assertEquals(List.of(), result.verdict().doubled());
        assertEquals(List.of(), result.verdict().invented());
        assertEquals(List.of(), result.verdict().differences());
        assertEquals(BigDecimal.ZERO, result.verdict().minorUnits());
        assertTrue(
                result.balance().get("balanced").asBoolean(),
                () -> result.balance().toPrettyString());
        assertTrue(
                result.drain().compareTo(LONGEST_DRAIN) < 0,
                () -> result.drain().toString());
    }
}
