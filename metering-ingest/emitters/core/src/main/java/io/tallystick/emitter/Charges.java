package io.tallystick.emitter;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Asks {@code GET /v1/entitlements/{customer}/{meter}/price} what one more call costs. An answer is kept for ten seconds, so that
 * most calls do not wait; one that finds no answer waits half a second at most. Only for who wants to tell charges: without it, no
 * call ever waits for a price.
 */
public final class Charges {
    private static final long KEPT_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long NONE_KEPT_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int CUSTOMERS_KEPT = 10_000;

    private final Answers answers;
    private final String meter;
    private final Map<String, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > CUSTOMERS_KEPT;
        }
    };

    private Charges(Answers answers, String meter) {
        this.answers = answers;
        this.meter = meter;
    }

    /** An answer that is kept; that there is none only for a moment, since the next may come. */
    private record Known(Optional<Charge> charge, long at) {
        boolean holds(long now) {
            return now - at < (charge.isPresent() ? KEPT_NANOS : NONE_KEPT_NANOS);
        }
    }

    /**
     * What calls cost.
     *
     * @param base where rating-engine is
     * @param key access key of the role {@code ingest} or {@code operator}
     * @param meter that counts the calls, such as {@code api_calls}
     */
    public static Charges at(URI base, String key, String meter) {
        return new Charges(new Answers(base, key), meter);
    }

    /** What a call of this customer costs; empty if no plan has a price for it or nobody answers. Never throws. */
    public Optional<Charge> of(String customer) {
        long now = System.nanoTime();
        synchronized (known) {
            Known before = known.get(customer);
            if (before != null && before.holds(now)) {
                return before.charge();
            }
        }
        Optional<Charge> charge = answers.get(customer, meter, "price")
                .filter(fields -> fields.containsKey("amount"))
                .map(fields -> new Charge(
                        fields.get("amount"),
                        fields.getOrDefault("currency", ""),
                        fields.getOrDefault("basis", "marginal_estimate")));
        synchronized (known) {
            known.put(customer, new Known(charge, System.nanoTime()));
        }
        return charge;
    }
}
