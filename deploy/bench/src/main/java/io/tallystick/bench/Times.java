package io.tallystick.bench;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongPredicate;

/** Arithmetic of times and rates. */
final class Times {
    private Times() {}

    static LongPredicate until(int seconds) {
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        return _ -> System.nanoTime() < end;
    }

    /** Processor time of each part for an event. */
    static Map<String, String> microsPerEvent(Map<String, Duration> before, Map<String, Duration> after, long events) {
        Map<String, String> micros = new LinkedHashMap<>();
        after.forEach((part, time) -> micros.put(
                part,
                String.format(
                        Locale.ROOT, "%.1f", time.minus(before.get(part)).toNanos() / 1e3 / Math.max(1, events))));
        return Collections.unmodifiableMap(micros);
    }

    static long perSecond(long events, long nanos) {
        return events * 1_000_000_000L / Math.max(1, nanos);
    }

    static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.2f", nanos / 1e9);
    }

    static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.2f", nanos / 1e6);
    }
}
