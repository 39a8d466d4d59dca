package io.tallystick.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tallystick.schemas.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all benchmarks share: a folder that is deleted, one table or JSON, {@code FAIL} and no figure if anything was not as it must be. */
abstract class BenchCommand implements Callable<Integer> {
    @Option(names = "--json", description = "print the result as JSON")
    private boolean json;

    @Option(names = "--folder", description = "where to work (default: a temporary folder, which is deleted)")
    private Path folder;

    @Option(names = "--keep", description = "keep the folder, with logs and data")
    private boolean keep;

    @Option(
            names = "--runs",
            defaultValue = "1",
            description = "run it so often, each on a stack of its own, and print the run of the median rate")
    private int runs;

    @Spec
    private CommandSpec spec;

    /**
     * Measures and verifies.
     *
     * @param work an empty folder
     * @throws BenchFailure if anything is not what it must be
     */
    abstract Outcome measure(Path work, Progress progress);

    @Override
    public final Integer call() throws IOException {
        atLeastOne("--runs", runs);
        PrintWriter out = spec.commandLine().getOut();
        Progress progress = new Progress(spec.commandLine().getErr());
        Path work = folder == null ? Files.createTempDirectory("tally-bench") : folder.toAbsolutePath();
        Files.createDirectories(work);
        try {
            print(median(work, progress), out);
            return 0;
        } catch (BenchFailure failure) {
            out.println(
                    json
                            ? json(Map.of("result", "FAIL", "reason", failure.getMessage()))
                            : "FAIL " + failure.getMessage());
            return 1;
        } finally {
            out.flush();
            if (keep) {
                progress.say("kept " + work);
            } else {
                delete(work);
            }
        }
    }

    /** Refuses a number of times that is none. */
    final void atLeastOne(String option, int times) {
        if (times < 1) {
            throw new ParameterException(spec.commandLine(), option + " must be at least 1, not " + times);
        }
    }

    private Outcome median(Path work, Progress progress) throws IOException {
        if (runs == 1) {
            return measure(work, progress);
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (int run = 1; run <= runs; run++) {
            Path own = Files.createDirectories(work.resolve("run-" + run));
            outcomes.add(measure(own, progress));
            progress.say(
                    "run " + run + " of " + runs + ": " + outcomes.getLast().rows());
            if (!keep) {
                delete(own);
            }
        }
        outcomes.sort(Comparator.comparingLong(Outcome::rate));
        progress.say(
                "rates of the runs: " + outcomes.stream().map(Outcome::rate).toList());
        return outcomes.get(runs / 2);
    }

    private void print(Outcome outcome, PrintWriter out) {
        if (json) {
            out.println(json(outcome));
            return;
        }
        out.println("Conditions");
        outcome.conditions().forEach((name, value) -> row(out, name, value));
        out.println("Result (verified: " + outcome.verified() + ")");
        outcome.rows().forEach((name, value) -> row(out, name, value));
    }

    private static void row(PrintWriter out, String name, String value) {
        out.println("  " + name + " ".repeat(Math.max(1, 30 - name.length())) + value);
    }

    private static String json(Object result) {
        try {
            return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(result);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> paths = Files.walk(folder)) {
            all = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
