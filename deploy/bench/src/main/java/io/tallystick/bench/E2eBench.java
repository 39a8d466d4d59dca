package io.tallystick.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/** From HTTP to the spend query and back: sends at full speed, waits until the last event is visible, then compares everything. */
final class E2eBench {
    private static final int SPEND_QUERIES = 300;
    private static final int FIRST_SPEND_EVENTS = 10_000;
    private static final int SPENDER_BATCH = 2_000;
    private static final int FRESHNESS_PERCENT = 70;
    private static final int STEADY_PERCENT = 95;

    private final E2eOptions options;
    private final Run run;
    private long spenderEvents;

    E2eBench(E2eOptions options, Run run) {
        this.options = options;
        this.run = run;
    }

    /**
     * Runs and verifies.
     *
     * @throws BenchFailure if any figure of the run is not what the naive computation says
     */
    E2eResult run(Path folder) {
        Map<String, String> conditions = Conditions.of(run.stack(), folder);
        conditions.put("traffic", run.options().described());
        run.prepare();
        Map<String, String> spendMillis = new LinkedHashMap<>();
        if (options.spendEvents > 0) {
            measureSpend(FIRST_SPEND_EVENTS, spendMillis);
        }
        run.say("warming up for " + options.warmUp + " s");
        run.load().run(Times.until(options.warmUp));
        run.awaitVisible();
        run.say(options.events > 0 ? "sending " + options.events + " events" : "sending for " + options.seconds + " s");
        long acceptedBefore = run.load().accepted();
        Map<String, Duration> timeBefore = run.stack().processorTime();
        long began = System.nanoTime();
        if (options.events > 0) {
            long end = run.load().positions() + options.events;
            run.load().run(position -> position < end);
        } else {
            run.load().run(Times.until(options.seconds));
        }
        long answered = System.nanoTime();
        long events = run.load().accepted() - acceptedBefore;
        run.awaitVisible();
        long visible = System.nanoTime();
        Map<String, String> micros =
                Times.microsPerEvent(timeBefore, run.stack().processorTime(), events);
        Map<String, String> more = new LinkedHashMap<>();
        long rate = Times.perSecond(events, visible - began);
        if (options.minutes > 0) {
            long steady = options.rate > 0 ? options.rate : rate * STEADY_PERCENT / 100;
            run.say("sending " + steady + " events/s for " + options.minutes + " min");
            more.putAll(new Lag(run).measure(steady, options.minutes));
            run.awaitVisible();
        }
        Freshness freshness = new Freshness(run);
        if (options.freshness > 0) {
            long whole = options.rate > 0 ? options.rate : rate;
            measureFreshness(freshness, whole * FRESHNESS_PERCENT / 100, more);
        }
        Map<String, Long> totals = run.verify(spenderEvents + freshness.events());
        freshness.verify();
        if (options.spendEvents > FIRST_SPEND_EVENTS) {
            measureSpend(options.spendEvents, spendMillis);
        }
        return new E2eResult(
                conditions,
                rate,
                Times.perSecond(events, answered - began),
                Times.seconds(visible - began),
                events,
                Times.seconds(visible - answered),
                totals,
                micros,
                boxed(Memory.peakMebibytes(run.stack().servicesPid())),
                boxed(Memory.mebibytes(run.stack().servicesPid())),
                spendMillis,
                more);
    }

    private void measureFreshness(Freshness freshness, long rate, Map<String, String> more) {
        run.say("sending " + rate + " events/s for " + options.freshness + " s and looking how fresh the spend is");
        Histogram times = freshness.measure(rate, options.freshness);
        more.put(
                "event to spend",
                "p50 " + Times.millis(times.getValueAtPercentile(50)) + ", p99 "
                        + Times.millis(times.getValueAtPercentile(99)) + ", longest "
                        + Times.millis(times.getMaxValue()) + " ms of " + times.getTotalCount() + " events, at "
                        + rate + " events/s (" + FRESHNESS_PERCENT + " %)");
        run.awaitVisible();
    }

    private void measureSpend(long events, Map<String, String> spendMillis) {
        run.say("bringing one customer to " + events + " events");
        while (spenderEvents < events) {
            int count = (int) Math.min(SPENDER_BATCH, events - spenderEvents);
            run.load().post(run.writer().calls(List.of(Names.SPENDER), spenderEvents, count));
            spenderEvents += count;
        }
        run.awaitVisible();
        run.mustShow(Names.SPENDER, NaiveBill.linesOfCalls(spenderEvents));
        Spend.Latency latency = run.spend().latency(Names.SPENDER, SPEND_QUERIES);
        spendMillis.put(
                Long.toString(events),
                "p50 " + Times.millis(latency.p50().toNanos()) + ", p99 "
                        + Times.millis(latency.p99().toNanos()));
    }

    private static Optional<Long> boxed(OptionalLong value) {
        return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
    }
}
