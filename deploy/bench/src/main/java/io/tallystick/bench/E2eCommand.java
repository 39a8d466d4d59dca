package io.tallystick.bench.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tallystick.schemas.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tally bench e2e}. */
@Command(
        name = "e2e",
        description =
                "Events per second from HTTP batches to rated, stored and visible in the spend, with every total verified.",
        mixinStandardHelpOptions = true)
public final class E2eCommand implements Callable<Integer> {
    @Mixin
    private E2eOptions options;

    @Spec
    private CommandSpec spec;

    /** Made by the command line. */
    public E2eCommand() {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter progress = spec.commandLine().getErr();
        Path folder =
                options.folder == null ? Files.createTempDirectory("tally-bench") : options.folder.toAbsolutePath();
        Files.createDirectories(folder);
        boolean failed = true;
        try {
            E2eResult result = measure(folder, progress);
            print(result, out);
            failed = false;
            return 0;
        } catch (BenchFailure failure) {
            out.println(
                    options.json
                            ? json(Map.of("result", "FAIL", "reason", failure.getMessage()))
                            : "FAIL " + failure.getMessage());
            return 1;
        } finally {
            out.flush();
            if (!options.keep) {
                delete(folder);
            } else {
                progress.println("kept " + folder + (failed ? " with the logs of the failed run" : ""));
            }
        }
    }

    private E2eResult measure(Path folder, PrintWriter progress) {
        progress.println("… starting PostgreSQL, Kafka and the services in " + folder);
        progress.flush();
        try (BenchStack stack = BenchStack.start(folder, options.partitions)) {
            return new E2eBench(options, stack, InstantSource.system().instant(), progress).run(folder);
        }
    }

    private void print(E2eResult result, PrintWriter out) {
        if (options.json) {
            out.println(json(result));
            return;
        }
        out.println("Conditions");
        result.conditions().forEach((name, value) -> row(out, name, value));
        row(
                out,
                "traffic",
                options.customers + " customers, batches of " + options.batch + ", " + options.senders + " senders, "
                        + options.partitions + " partitions, seed " + options.seed);
        out.println("Result (verified: every customer, every count)");
        row(
                out,
                "end to end",
                result.eventsPerSecond() + " events/s: " + result.events() + " in " + result.seconds()
                        + " s, the last one visible " + result.drainSeconds() + " s after the last answer");
        row(out, "at the door", result.acceptedPerSecond() + " events/s acknowledged");
        result.totals().forEach((name, value) -> row(out, name, value.toString()));
        row(out, "processor time per event", result.microsPerEvent() + " µs");
        row(out, "services", memory(result));
        result.spendMillis().forEach((events, times) -> row(out, "spend of " + events + " events", times + " ms"));
    }

    private static String memory(E2eResult result) {
        return "peak " + result.servicesPeakMebibytes().map(Object::toString).orElse("?") + " MiB resident, "
                + result.servicesMebibytes().map(Object::toString).orElse("?") + " MiB at the end";
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
