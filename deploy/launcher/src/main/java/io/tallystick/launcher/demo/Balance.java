package io.tallystick.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.launcher.client.TallyClient;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many events have been received, and what became of them.
 *
 * @param received events of usage that rating-engine has taken from the log
 * @param dispositions how many of them ended in each disposition
 */
record Balance(long received, Map<String, Long> dispositions) {

    static Balance read(TallyClient client) {
        JsonNode answer = client.get("/v1/usage/reconciliation");
        Map<String, Long> dispositions = new TreeMap<>();
        answer.path("dispositions")
                .properties()
                .forEach(one -> dispositions.put(one.getKey(), one.getValue().asLong()));
        return new Balance(answer.path("received").asLong(), dispositions);
    }

    /** What came in since then. */
    Balance since(Balance earlier) {
        Map<String, Long> more = new TreeMap<>();
        dispositions.forEach((disposition, count) -> {
            long difference = count - earlier.dispositions.getOrDefault(disposition, 0L);
            if (difference != 0) {
                more.put(disposition, difference);
            }
        });
        return new Balance(received - earlier.received, more);
    }

    long sum() {
        return dispositions.values().stream().mapToLong(Long::longValue).sum();
    }

    boolean balanced() {
        return sum() == received;
    }
}
