package io.tallystick.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How far rating is behind the door while traffic comes in at a fixed rate for minutes: flat, or growing. */
final class Lag {
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Run run;

    Lag(Run run) {
        this.run = run;
    }

    /** Samples in events, by minute in their order: median and largest, and whether the last third is more than a second of traffic above the first. */
    Map<String, String> measure(long rate, int minutes) {
        long before = behind();
        Thread traffic = Thread.ofPlatform().start(() -> run.load().paced(rate, minutes * 60));
        List<Long> samples = new ArrayList<>();
        while (traffic.isAlive()) {
            Api.pause(EVERY);
            samples.add(behind() - before);
        }
        Map<String, String> rows = new LinkedHashMap<>();
        int perMinute = (int) (60 / EVERY.toSeconds());
        for (int from = 0; from < samples.size(); from += perMinute) {
            List<Long> minute = samples.subList(from, Math.min(samples.size(), from + perMinute));
            rows.put(
                    "lag in minute " + (from / perMinute + 1),
                    "median " + median(minute) + ", largest " + Collections.max(minute) + " events");
        }
        int third = Math.max(1, samples.size() / 3);
        long growth =
                median(samples.subList(samples.size() - third, samples.size())) - median(samples.subList(0, third));
        rows.put(
                "lag",
                (growth <= rate ? "flat" : "GROWS") + " over " + minutes + " min at " + rate
                        + " events/s: median of the last third less that of the first " + growth + " events");
        return rows;
    }

    /** Events that were acknowledged and not received by rating. */
    private long behind() {
        long received = run.reconciliation().get("received").longValue();
        return run.load().accepted() - received;
    }

    private static long median(List<Long> samples) {
        List<Long> sorted = samples.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
