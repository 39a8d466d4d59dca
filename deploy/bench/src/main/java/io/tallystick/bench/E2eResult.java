package io.tallystick.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a verified run found.
 *
 * @param conditions under which it was measured
 * @param eventsPerSecond accepted events from the first request of the measurement until the last one was visible in the spend
 * @param acceptedPerSecond accepted events from the first request until the last answer: how fast the door is
 * @param seconds the length of the measurement
 * @param events accepted in the measurement
 * @param drainSeconds how long after the last answer the last event became visible
 * @param totals of the whole run, warm-up included: sent, accepted, refused, rated, duplicate, pushed back
 * @param microsPerEvent processor time of each part for an event of the measurement
 * @param servicesPeakMebibytes largest resident set of the services' process
 * @param servicesMebibytes its resident set at the end
 * @param spendMillis times of the spend query by the number of the customer's events
 * @param more how fresh the spend is, and how the lag goes
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record E2eResult(
        Map<String, String> conditions,
        long eventsPerSecond,
        long acceptedPerSecond,
        String seconds,
        long events,
        String drainSeconds,
        Map<String, Long> totals,
        Map<String, String> microsPerEvent,
        Optional<Long> servicesPeakMebibytes,
        Optional<Long> servicesMebibytes,
        Map<String, String> spendMillis,
        Map<String, String> more)
        implements Outcome {
    @Override
    public long rate() {
        return eventsPerSecond;
    }

    @Override
    public String verified() {
        return "every customer, every count";
    }

    @Override
    public Map<String, String> rows() {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put(
                "end to end",
                eventsPerSecond + " events/s: " + events + " in " + seconds + " s, the last one visible " + drainSeconds
                        + " s after the last answer");
        rows.put("at the door", acceptedPerSecond + " events/s acknowledged");
        totals.forEach((name, value) -> rows.put(name, value.toString()));
        rows.put("processor time per event", microsPerEvent + " µs");
        rows.put(
                "services",
                "peak " + shown(servicesPeakMebibytes) + " MiB resident, " + shown(servicesMebibytes)
                        + " MiB at the end");
        spendMillis.forEach((many, times) -> rows.put("spend of " + many + " events", times + " ms"));
        rows.putAll(more);
        return rows;
    }

    private static String shown(Optional<Long> value) {
        return value.map(Object::toString).orElse("?");
    }
}
