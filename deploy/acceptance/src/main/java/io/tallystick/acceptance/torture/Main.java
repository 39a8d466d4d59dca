package io.tallystick.acceptance.torture;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.launcher.view.Screen;
import io.tallystick.schemas.crash.CrashPoint;
import io.tallystick.schemas.crash.CrashPoint.Asked;
import io.tallystick.schemas.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
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
            "Sends a month of traffic to a stack of its own while processes are killed and stopped, wires are cut, the disk is full and"
                    + " the clock jumps; closes the month, and compares every invoice with what a naive computation makes of the"
                    + " senders' journal.",
            "Exit code 1 if an acknowledged event was lost, one was billed twice, a total is wrong, a fault of the course did not"
                    + " happen, the fence never had to bite (rounds), or the backlog lasted a minute. Ctrl-C ends everything."
        })
final class Main implements Callable<Integer> {
    /** Kept, because the log manager forgets a logger that nobody holds. */
    private static final Logger LIBRARIES = Logger.getLogger("");

    @Option(
            names = "--minutes",
            defaultValue = "2",
            description = "How long faults are inflicted, ${DEFAULT-VALUE} unless given; every kind at least once.")
    private int minutes;

    @Option(names = "--seed", description = "Of traffic and faults; drawn from the clock unless given.")
    private Long seed;

    @Option(
            names = "--course",
            defaultValue = "ROUNDS",
            description =
                    "rounds (all faults, again and again), brief (each once, in about a minute and a half), or crash-points"
                            + " (each of them once).")
    private Course course;

    @Option(
            names = "--crash-at",
            paramLabel = "<point>[:<time>]",
            description = "One crash point alone, such as rating-unit-before-commit:3.")
    private String crashAt;

    private Main() {}

    /** Runs it. */
    public static void main(String[] args) {
        LIBRARIES.setLevel(Level.WARNING);
        CommandLine line = new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Course.class, Main::course);
        System.exit(line.execute(args));
    }

    private static Course course(String word) {
        return Course.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    @Override
    public Integer call() throws IOException {
        InstantSource clock = InstantSource.system();
        Path builds = Path.of(System.getProperty("tally.torture.folder"));
        long chosen = seed == null ? clock.millis() : seed;
        Path folder = Files.createDirectories(builds.resolve("run-" + chosen + "-" + clock.millis()));
        Screen screen = Screen.standard();
        screen.line("Torture with seed " + chosen
                + (course == Course.ROUNDS ? " for " + minutes + " min" : ", course " + course.words())
                + "; logs and the journal are in " + folder);
        SplittableRandom times = new SplittableRandom(chosen);
        List<Asked> crashes = crashAt == null
                ? Arrays.stream(CrashPoint.values())
                        .map(point -> new Asked(point, CrashSites.nth(point, times)))
                        .toList()
                : List.of(Asked.parse(crashAt));
        Torture.Options options = new Torture.Options(
                crashAt == null ? course : Course.CRASH_POINTS,
                crashes,
                chosen,
                Duration.ofMinutes(minutes),
                folder,
                Path.of(System.getProperty("tally.services.jar")),
                Path.of(System.getProperty("tally.cache")));
        Torture.Result result = new Torture(options, screen).run();
        tell(result, screen);
        Files.writeString(
                builds.resolve("ledger.jsonl"),
                entry(result)
                                .put("course", course.words())
                                .put("minutes", minutes)
                                .put("at", clock.instant().toString())
                        + "\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        return result.good() ? 0 : 1;
    }

    private static void tell(Torture.Result result, Screen screen) {
        Verdict verdict = result.verdict();
        screen.line("");
        result.incidents()
                .faults()
                .forEach((fault, times) -> screen.line(String.format(Locale.ROOT, "  %3d × %s", times, fault.words())));
        result.incidents()
                .crashes()
                .forEach((point, times) ->
                        screen.line(String.format(Locale.ROOT, "  %3d × crash at %s", times, point.label())));
        screen.line("  sent " + result.promises().sent().size() + ", acknowledged "
                + result.promises().accepted().size() + ", refused "
                + result.promises().refused().size() + ", never answered "
                + verdict.open().events() + " (of these kept: " + verdict.open().kept() + ")");
        screen.line(
                "  the fence has stopped a stale owner " + result.incidents().fenced() + " times; caught up "
                        + result.drain().toMillis() + " ms after the last fault");
        verdict.lost().stream().limit(10).forEach(one -> screen.line("  lost: " + one));
        verdict.doubled().stream().limit(10).forEach(one -> screen.line("  twice: " + one));
        verdict.invented().stream().limit(10).forEach(one -> screen.line("  never sent: " + one));
        verdict.differences().stream().limit(20).forEach(one -> screen.line("  " + one));
        if (!result.balance().path("balanced").asBoolean()) {
            screen.line("  the product's own books do not balance: " + result.balance());
        }
        result.missing().forEach(one -> screen.line("  " + one));
        if (!result.drainedInTime()) {
            screen.line("  the backlog was not gone within a minute after the last fault");
        }
        screen.line((result.good() ? "✓ " : "WRONG: ") + verdict.lost().size() + " lost, "
                + verdict.doubled().size() + " double, " + verdict.minorUnits().toPlainString()
                + " minor units of difference");
    }

    private static ObjectNode entry(Torture.Result result) {
        Torture.Incidents incidents = result.incidents();
        ObjectNode entry = Json.MAPPER.createObjectNode();
        entry.put("seed", result.seed()).put("good", result.good());
        ObjectNode faults = entry.putObject("faults");
        incidents.faults().forEach((fault, times) -> faults.put(fault.name().toLowerCase(Locale.ROOT), times));
        ObjectNode crashes = entry.putObject("crashes");
        incidents.crashes().forEach((point, times) -> crashes.put(point.label(), times));
        incidents.impossible().forEach(fault -> entry.withArray("impossible").add(fault.words()));
        result.missing().forEach(entry.putArray("missing")::add);
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
                .put("fenced", incidents.fenced())
                .put("drainMillis", result.drain().toMillis());
        return entry;
    }
}
