package io.tallystick.bench;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code tally bench overload}: half as much again as the door can take, sent when it is due whether or not anything was answered. What is
 * pushed back is dropped here, so that the offered rate stays what it is.
 */
@Command(
        name = "overload",
        description = "What the door accepts and pushes back at 150 % of what it can take, and how soon it recovers.",
        mixinStandardHelpOptions = true)
final class OverloadCommand extends BenchCommand {
    private static final int PERCENT = 150;
    private static final int AFTERWARDS_PERCENT = 50;

    @Option(names = "--seconds", defaultValue = "10", description = "length of a part (default ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "10", description = "seconds before (default ${DEFAULT-VALUE})")
    private int warmUp;

    @Mixin
    private TrafficOptions options;

    @Override
    Outcome measure(Path work, Progress progress) {
        progress.say("starting PostgreSQL, Kafka and the services in " + work);
        List<NewTopic> more = List.of(new NewTopic(IngestCommand.EMPTY_TOPIC, options.partitions, (short) 1));
        Map<String, String> settings = Map.of("mp.messaging.incoming.rating-usage.topic", IngestCommand.EMPTY_TOPIC);
        try (BenchStack stack = BenchStack.start(work, options.partitions, settings, more)) {
            Run run = new Run(stack, options, progress);
            Map<String, String> conditions = Conditions.of(stack, work);
            conditions.put("traffic", options.described());
            conditions.put("rating", "reads an empty topic: nothing is rated meanwhile");
            run.publishBook();
            run.awaitDoor();
            progress.say("warming up for " + warmUp + " s");
            run.load().run(Times.until(warmUp));
            progress.say("looking for the maximum for " + seconds + " s");
            long before = run.load().accepted();
            long began = System.nanoTime();
            run.load().run(Times.until(seconds));
            long maximum = Times.perSecond(run.load().accepted() - before, System.nanoTime() - began);
            long offered = maximum * PERCENT / 100;
            progress.say("offering " + offered + " events/s for " + seconds + " s");
            OpenLoop.Part over = OpenLoop.offer(run, offered, seconds);
            progress.say("offering " + maximum * AFTERWARDS_PERCENT / 100 + " events/s for " + seconds + " s");
            OpenLoop.Part after = OpenLoop.offer(run, maximum * AFTERWARDS_PERCENT / 100, seconds);
            progress.say("reading the log back");
            run.verifyLog(run.load().accepted());
            if (over.other() + after.other() > 0) {
                throw new BenchFailure(over.other() + after.other()
                        + " requests were answered neither with 202 nor with 429 and Retry-After");
            }
            if (over.pushedBack() == 0) {
                throw new BenchFailure("nothing was pushed back, so it was no overload: requests of " + options.batch
                        + " events, one for each connection, do not fill the door; take a larger --batch");
            }
            Map<String, String> rows = new LinkedHashMap<>();
            rows.put("maximum", maximum + " events/s");
            rows.put(
                    "at " + PERCENT + " %",
                    over.offered() + " events offered, " + over.accepted() + " accepted ("
                            + over.accepted() * 100 / Math.max(1, maximum * seconds) + " % of the maximum), "
                            + over.pushedBack() + " pushed back with 429 and Retry-After, "
                            + over.described());
            rows.put(
                    "at " + AFTERWARDS_PERCENT + " % right after",
                    after.accepted() + " of " + after.offered() + " events accepted, the last 429 after "
                            + Times.seconds(after.lastBusy()) + " s, "
                            + after.described());
            rows.put("services", Memory.described(stack.servicesPid()));
            return new Figures(conditions, "every accepted event read back from the log", rows);
        }
    }
}
