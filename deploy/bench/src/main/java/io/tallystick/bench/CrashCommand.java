package io.tallystick.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tally bench crash}: the services are killed at full load, and nobody else helps them up than a new process. */
@Command(
        name = "crash",
        description =
                "Time from kill -9 at full load until everything acknowledged is rated and visible, exactly once.",
        mixinStandardHelpOptions = true)
final class CrashCommand extends BenchCommand {
    @Option(names = "--kills", defaultValue = "3", description = "how often (default ${DEFAULT-VALUE})")
    private int kills;

    @Option(
            names = "--seconds",
            defaultValue = "10",
            description = "full load before each kill (default ${DEFAULT-VALUE})")
    private int seconds;

    @Mixin
    private TrafficOptions options;

    @Override
    Outcome measure(Path work, Progress progress) {
        progress.say("starting PostgreSQL, Kafka and the services in " + work);
        try (BenchStack stack = BenchStack.start(work, options.partitions)) {
            Run run = new Run(stack, options, progress);
            Map<String, String> conditions = Conditions.of(stack, work);
            conditions.put("traffic", options.described());
            run.prepare();
            run.awaitVisible();
            run.load().outlastsTheServices();
            Map<String, String> rows = new LinkedHashMap<>();
            for (int kill = 1; kill <= kills; kill++) {
                rows.put("kill " + kill, kill(run));
            }
            rows.put("repeated after no answer", run.verifyAfterKills() + " events, each counted once");
            return new Figures(conditions, "every customer, every count, after all kills", rows);
        }
    }

    /** Nothing new is sent from the kill on; what was on its way is repeated until it is answered. */
    private String kill(Run run) {
        run.say("full load for " + seconds + " s, then kill -9");
        AtomicBoolean killed = new AtomicBoolean();
        long before = run.load().accepted();
        CompletableFuture<Void> sending =
                CompletableFuture.runAsync(() -> run.load().run(_ -> !killed.get()));
        Api.pause(Duration.ofSeconds(seconds));
        run.stack().killServices();
        long began = System.nanoTime();
        killed.set(true);
        long loaded = run.load().accepted() - before;
        run.stack().startServices(Map.of());
        long ready = System.nanoTime();
        try {
            sending.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof BenchFailure failure ? failure : failed;
        }
        run.awaitVisible();
        long visible = System.nanoTime();
        return "lag 0 after " + Times.seconds(visible - began) + " s, ready after " + Times.seconds(ready - began)
                + " s (" + Times.perSecond(loaded, Duration.ofSeconds(seconds).toNanos())
                + " events/s acknowledged before)";
    }
}
