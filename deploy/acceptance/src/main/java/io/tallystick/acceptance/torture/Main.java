package io.tallystick.acceptance.torture;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.launcher.view.Screen;
import io.tallystick.schemas.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "./tally torture",
        mixinStandardHelpOptions = true,
        description = {
            "Sends a month of traffic to a stack of its own while processes are killed and stopped and wires are cut, closes the"
                    + " month, and compares every invoice with what a naive computation makes of the senders' journal.",
            "Exit code 1 if an acknowledged event was lost, one was billed twice, or a total is wrong."
        })
final class Main implements Callable<Integer> {
    /** Kept, because the log manager forgets a logger that nobody holds. */
    private static final Logger LIBRARIES = Logger.getLogger("");

    @Option(
            names = "--minutes",
            defaultValue = "2",
            description = "How long faults are inflicted, ${DEFAULT-VALUE} unless given.")
    private int minutes;

    @Option(names = "--seed", description = "Of traffic and faults; drawn from the clock unless given.")
    private Long seed;

    private Main() {}

    /** Runs it. */
    public static void main(String[] args) {
        LIBRARIES.setLevel(Level.WARNING);
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        InstantSource clock = InstantSource.system();
        Path builds = Path.of(System.getProperty("tally.root"), "deploy/acceptance/target/torture");
        long chosen = seed == null ? clock.millis() : seed;
        Path folder = Files.createDirectories(builds.resolve("run-" + chosen + "-" + clock.millis()));
        Screen screen = Screen.standard();
        screen.line("Torture with seed " + chosen + " for " + minutes + " min; data, logs and the journal are in "
                + folder);
        Torture.Options options = new Torture.Options(
                chosen,
                Duration.ofMinutes(minutes),
                folder,
                Path.of(System.getProperty("tally.services.jar")),
                Path.of(System.getProperty("tally.cache")));
        Torture.Result result = new Torture(options, screen).run();
        tell(result, screen);
        Files.writeString(
                builds.resolve("ledger.jsonl"),
                entry(result, minutes).put("at", clock.instant().toString()) + "\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        return result.good() ? 0 : 1;
    }

    private static void tell(Torture.Result result, Screen screen) {
        Verdict verdict = result.verdict();
        screen.line("");
        result.faults()
                .forEach((fault, times) -> screen.line(String.format(
                        Locale.ROOT,
                        "  %3d × %s",
                        times,
                        fault.name().toLowerCase(Locale.ROOT).replace('_', ' '))));
        screen.line("  sent " + result.promises().sent().size() + ", acknowledged "
                + result.promises().accepted().size() + ", refused "
                + result.promises().refused().size() + ", never answered "
                + verdict.open().events() + " (of these kept: " + verdict.open().kept() + ")");
        screen.line("  the fence has stopped a stale owner " + result.fenced() + " times; caught up "
                + result.drain().toMillis() + " ms after the traffic");
        verdict.lost().stream().limit(10).forEach(one -> screen.line("  lost: " + one));
        verdict.doubled().stream().limit(10).forEach(one -> screen.line("  twice: " + one));
        verdict.invented().stream().limit(10).forEach(one -> screen.line("  never sent: " + one));
        verdict.differences().stream().limit(20).forEach(one -> screen.line("  " + one));
        screen.line((result.good() ? "✓ " : "WRONG: ") + verdict.lost().size() + " lost, "
                + verdict.doubled().size() + " double, " + verdict.minorUnits().toPlainString()
                + " minor units of difference");
    }

    private static ObjectNode entry(Torture.Result result, int minutes) {
        ObjectNode entry = Json.MAPPER.createObjectNode();
        entry.put("seed", result.seed()).put("minutes", minutes).put("good", result.good());
        ObjectNode faults = entry.putObject("faults");
        result.faults().forEach((fault, times) -> faults.put(fault.name().toLowerCase(Locale.ROOT), times));
        entry.put("sent", result.promises().sent().size())
                .put("acknowledged", result.promises().accepted().size())
                .put("refused", result.promises().refused().size())
                .put("neverAnswered", result.verdict().open().events())
                .put("neverAnsweredButKept", result.verdict().open().kept())
                .put("lost", result.verdict().lost().size())
                .put("double", result.verdict().doubled().size())
                .put("invented", result.verdict().invented().size())
                .put("differences", result.verdict().differences().size())
                .put("minorUnits", result.verdict().minorUnits().toPlainString())
                .put("fenced", result.fenced())
                .put("drainMillis", result.drain().toMillis());
        return entry;
    }
}
