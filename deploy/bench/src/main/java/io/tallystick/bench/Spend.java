package io.tallystick.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The spend query: what it shows and how long it takes. */
final class Spend {
    private final Api api;

    Spend(Api api) {
        this.api = api;
    }

    /** The lines of a customer, each as {@code quantity = amount}, sorted. */
    List<String> lines(String customer) {
        List<String> lines = new ArrayList<>();
        for (JsonNode period : answer(customer).get("periods")) {
            for (JsonNode line : period.get("lines")) {
                BigDecimal quantity = new BigDecimal(line.get("quantity").asText());
                BigDecimal shown = quantity.signum() == 0 ? BigDecimal.ZERO : quantity.stripTrailingZeros();
                lines.add(shown.toPlainString() + " = " + line.get("amount").asText());
            }
        }
        lines.sort(null);
        return lines;
    }

    /** The calls of a customer that has nothing else. */
    long calls(String customer) {
        long calls = 0;
        for (JsonNode period : answer(customer).get("periods")) {
            for (JsonNode line : period.get("lines")) {
                calls += new BigDecimal(line.get("quantity").asText()).longValueExact();
            }
        }
        return calls;
    }

    private JsonNode answer(String customer) {
        return api.get("/v1/customers/" + customer + "/spend");
    }

    /** Half and 99 of 100 of {@code times} queries of a customer's spend were faster than this. */
    Latency latency(String customer, int times) {
        for (int i = 0; i < times; i++) {
            answer(customer);
        }
        long[] nanos = new long[times];
        for (int i = 0; i < times; i++) {
            long began = System.nanoTime();
            answer(customer);
            nanos[i] = System.nanoTime() - began;
        }
        Arrays.sort(nanos);
        return new Latency(Duration.ofNanos(nanos[times / 2]), Duration.ofNanos(nanos[times * 99 / 100]));
    }

    /**
     * Times of a query.
     *
     * @param p50 half were faster
     * @param p99 99 of 100 were faster
     */
    record Latency(Duration p50, Duration p99) {}
}
