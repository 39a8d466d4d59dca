package io.tallystick.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tally bench ingest}: the same process, whose rating reads an empty topic, so that the door has the machine. */
@Command(
        name = "ingest",
        description =
                "Events per second that the door takes from HTTP and Kafka acknowledges, nothing rated meanwhile.",
        mixinStandardHelpOptions = true)
final class IngestCommand extends BenchCommand {
    static final String EMPTY_TOPIC = "bench.empty";
    private static final String RAW_TOPIC = "bench.raw";
    private static final int RAW_SECONDS = 5;
    private static final int CALM_PERCENT = 70;
    private static final int CALM_WARM_UP_SECONDS = 5;

    @Option(names = "--seconds", defaultValue = "15", description = "how long to send (default ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "15", description = "seconds before (default ${DEFAULT-VALUE})")
    private int warmUp;

    @Mixin
    private TrafficOptions options;

    @Override
    Outcome measure(Path work, Progress progress) {
        progress.say("starting PostgreSQL, Kafka and the services in " + work);
        List<NewTopic> more = List.of(
                new NewTopic(EMPTY_TOPIC, options.partitions, (short) 1),
                new NewTopic(RAW_TOPIC, options.partitions, (short) 1));
        Map<String, String> settings = Map.of("mp.messaging.incoming.rating-usage.topic", EMPTY_TOPIC);
        try (BenchStack stack = BenchStack.start(work, options.partitions, settings, more)) {
            Run run = new Run(stack, options, progress);
            Map<String, String> conditions = Conditions.of(stack, work);
            conditions.put("traffic", options.described());
            conditions.put("rating", "reads an empty topic: nothing is rated meanwhile");
            run.publishBook();
            run.awaitDoor();
            progress.say("warming up for " + warmUp + " s");
            run.load().run(Times.until(warmUp));
            progress.say("sending for " + seconds + " s");
            long before = run.load().accepted();
            Map<String, Duration> timeBefore = stack.processorTime();
            long began = System.nanoTime();
            run.load().run(Times.until(seconds));
            long nanos = System.nanoTime() - began;
            long events = run.load().accepted() - before;
            Map<String, String> micros = Times.microsPerEvent(timeBefore, stack.processorTime(), events);
            long rate = Times.perSecond(events, nanos);
            long calmRate = rate * CALM_PERCENT / 100;
            progress.say("sending " + calmRate + " events/s for " + seconds + " s");
            // A moment that is not counted: the connections are there then.
            OpenLoop.Part first = OpenLoop.offerAll(run, calmRate, CALM_WARM_UP_SECONDS);
            Map<String, Duration> timeBeforeCalm = stack.processorTime();
            OpenLoop.Part calm = OpenLoop.offerAll(run, calmRate, seconds);
            Map<String, String> calmMicros =
                    Times.microsPerEvent(timeBeforeCalm, stack.processorTime(), calm.accepted());
            if (first.other() + calm.other() > 0) {
                throw new BenchFailure("at " + calmRate + " events/s " + (first.other() + calm.other())
                        + " requests were not answered");
            }
            progress.say("reading the log back");
            verify(run);
            progress.say("the same events by a plain producer");
            RawLog raw = new RawLog(stack.kafka().bootstrapServers());
            long warm = raw.write(RAW_TOPIC, run.writer(), Times.until(RAW_SECONDS));
            long rawBegan = System.nanoTime();
            long rawEvents = raw.write(RAW_TOPIC, run.writer(), warm, Times.until(RAW_SECONDS)) - warm;
            long rawRate = Times.perSecond(rawEvents, System.nanoTime() - rawBegan);
            Map<String, String> rows = new LinkedHashMap<>();
            rows.put("at the door", rate + " events/s acknowledged: " + events + " in " + Times.seconds(nanos) + " s");
            rows.put("a plain producer", rawRate + " events/s; the door has " + rate * 100 / rawRate + " % of it");
            rows.put("processor time per event", micros + " µs");
            rows.put(
                    "at " + CALM_PERCENT + " % of it, offered evenly",
                    calm.described() + ", " + calm.pushedBack() + " of " + calm.offered()
                            + " events pushed back and sent again; " + calmMicros + " µs an event");
            rows.put("pushedBackRequests", Long.toString(run.load().pushedBack()));
            rows.put("services", Memory.described(stack.servicesPid()));
            return new Figures(
                    conditions, "every byte of every accepted event read back from the log, every refusal", rows, rate);
        }
    }

    private void verify(Run run) {
        run.verifyDoor(1);
        Run.mustBe("the digest of the log", run.logDigest(run.load().accepted()), naiveDigest(run));
    }

    /** Of the traffic without what is refused, and the first event. */
    private long naiveDigest(Run run) {
        byte[] first = run.writer().calls(List.of(Names.SPENDER), 0, 1);
        long digest = Run.digest(Arrays.copyOfRange(first, 1, first.length - 1));
        for (long position = 0; position < run.load().positions(); position++) {
            if (run.writer().isAcceptable(position)) {
                digest += Run.digest(run.writer().single(position));
            }
        }
        return digest;
    }
}
