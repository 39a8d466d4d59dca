package io.tallystick.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * From the moment when an event was to be sent until the spend query shows it, while traffic comes in at a fixed rate. The traffic and the
 * probes are an open loop: each begins when it is due, whatever became of those before. A probe is one call of a customer of its own in a
 * request of its own, ten a second, through every partition in turn; a hundred times a second one of them is looked for, so that what is
 * measured is up to 120 ms too long with twelve partitions.
 */
final class Freshness {
    private static final long BETWEEN_NANOS = 100_000_000L;
    private static final long LOOK_EVERY_NANOS = 10_000_000L;
    private static final long LONGEST_NANOS = Duration.ofMinutes(5).toNanos();

    private final Run run;
    private final List<String> probes;
    private final long[] sent;
    private int asked;

    Freshness(Run run) {
        this.run = run;
        this.probes = Names.probes(run.options().partitions);
        this.sent = new long[probes.size()];
    }

    /** Probes that are on their way: visible when the spend of its customer has {@code count} calls. */
    private record Probe(int number, long count, long due) {}

    /** How long it took, while {@code rate} events a second came in. */
    Histogram measure(long rate, int seconds) {
        Histogram times = new Histogram(LONGEST_NANOS, 3);
        Thread traffic = Thread.ofPlatform().start(() -> run.load().paced(rate, seconds));
        List<Probe> underWay = new ArrayList<>();
        long began = System.nanoTime();
        long all = seconds * 1_000_000_000L / BETWEEN_NANOS;
        long sending = 0;
        while (sending < all || !underWay.isEmpty()) {
            long due = began + sending * BETWEEN_NANOS;
            if (sending < all && System.nanoTime() >= due) {
                underWay.add(send((int) (sending % probes.size()), due));
                sending++;
            }
            look(underWay, times);
            Api.pause(Duration.ofNanos(LOOK_EVERY_NANOS));
        }
        join(traffic);
        return times;
    }

    /** How many probes were sent. */
    long events() {
        long sum = 0;
        for (long one : sent) {
            sum += one;
        }
        return sum;
    }

    /** Every probe is on the bill of its customer, once. */
    void verify() {
        for (int i = 0; i < sent.length; i++) {
            run.mustShow(probes.get(i), NaiveBill.linesOfCalls(sent[i]));
        }
    }

    private Probe send(int number, long due) {
        run.load().post(run.writer().calls(List.of(probes.get(number)), sent[number], 1));
        sent[number]++;
        return new Probe(number, sent[number], due);
    }

    /** One query: whoever asks for everything that is under way takes more of the machine the later it is, and makes it later. */
    private void look(List<Probe> underWay, Histogram times) {
        if (underWay.isEmpty()) {
            return;
        }
        int number = asked++ % probes.size();
        if (underWay.stream().noneMatch(probe -> probe.number() == number)) {
            return;
        }
        long visible = run.spend().calls(probes.get(number));
        long now = System.nanoTime();
        for (Iterator<Probe> each = underWay.iterator(); each.hasNext(); ) {
            Probe probe = each.next();
            if (probe.number() == number && visible >= probe.count()) {
                times.recordValue(Math.min(LONGEST_NANOS, now - probe.due()));
                each.remove();
            } else if (now - probe.due() > LONGEST_NANOS) {
                throw new BenchFailure("an event of " + probes.get(probe.number()) + " is still not visible after "
                        + Duration.ofNanos(LONGEST_NANOS).toSeconds() + " s");
            }
        }
    }

    private static void join(Thread traffic) {
        try {
            traffic.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted", interrupted);
        }
    }
}
