package io.tallystick.emitter;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks {@code GET /v1/entitlements/{customer}/{feature}}. An answer is kept for a while, and until as many calls were let in as
 * it left over: with 58 left, the 59th call asks again. What was used is as fresh as the rating of the log.
 */
public final class Entitlements implements Gate {
    private static final int CUSTOMERS_KEPT = 10_000;

    private final Map<String, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > CUSTOMERS_KEPT;
        }
    };
    private final Answers answers;
    private final Rule rule;

    private Entitlements(URI base, String key, Rule rule) {
        this.answers = new Answers(base, key);
        this.rule = rule;
    }

    /**
     * How the gate decides.
     *
     * @param feature what every call uses, such as {@code api_calls}
     * @param open whether a call is let in when nobody answers; an answer that is already known decides as long as nobody does
     * @param keep how long an answer is kept
     * @param raise how to get more, told with a refusal
     */
    public record Rule(String feature, boolean open, Duration keep, Optional<String> raise) {
        private static final String ASK = "ask whoever runs this server for a larger plan";

        /** On {@code feature}, failing open, with answers kept for ten seconds; to get more, an agent is told to ask. */
        public static Rule on(String feature) {
            return new Rule(feature, true, Duration.ofSeconds(10), Optional.of(ASK));
        }

        /** The same, refusing when nobody answers. */
        public Rule failingClosed() {
            return new Rule(feature, false, keep, raise);
        }

        /** The same, with answers kept for this long. */
        public Rule keeping(Duration time) {
            return new Rule(feature, open, time, raise);
        }

        /** The same, telling how to get more. */
        public Rule raisedBy(String how) {
            return new Rule(feature, open, keep, Optional.of(how));
        }
    }

    /**
     * A gate.
     *
     * @param base where rating-engine is
     * @param key access key of the role {@code ingest} or {@code operator}
     */
    public static Entitlements at(URI base, String key, Rule rule) {
        return new Entitlements(base, key, rule);
    }

    @Override
    public Optional<Refused> check(String customer, String tool) {
        Known answer;
        synchronized (known) {
            answer = known.get(customer);
        }
        if (answer == null || answer.isUsedUp(rule.keep().toNanos())) {
            answer = ask(customer).orElse(answer);
            if (answer == null) {
                return rule.open() ? Optional.empty() : Optional.of(refused("not_answered", Map.of()));
            }
            synchronized (known) {
                known.put(customer, answer);
            }
        }
        answer.left().decrementAndGet();
        return answer.refused();
    }

    /** An answer that is kept. */
    private record Known(Optional<Refused> refused, AtomicLong left, long at, AtomicBoolean asking) {
        /** Whether it is time to ask again; true for one caller only, so that the others need not wait. */
        boolean isUsedUp(long keepNanos) {
            boolean old = System.nanoTime() - at > keepNanos;
            boolean spent = refused.isEmpty() && left.get() <= 0;
            return spent || (old && asking.compareAndSet(false, true));
        }
    }

    private Optional<Known> ask(String customer) {
        return answers.get(customer, rule.feature())
                .filter(fields -> fields.containsKey("allowed"))
                .map(this::known);
    }

    private Known known(Map<String, String> fields) {
        Optional<Refused> refused = "true".equals(fields.get("allowed"))
                ? Optional.empty()
                : Optional.of(refused(fields.getOrDefault("reason", "limit_reached"), fields));
        boolean limited = fields.containsKey("remaining") && !"false".equals(fields.get("hard"));
        long left = limited ? new BigDecimal(fields.get("remaining")).longValue() : Long.MAX_VALUE;
        return new Known(refused, new AtomicLong(Math.max(1, left)), System.nanoTime(), new AtomicBoolean());
    }

    private Refused refused(String reason, Map<String, String> fields) {
        return new Refused(
                rule.feature(),
                reason,
                Optional.ofNullable(fields.get("limit")),
                Optional.ofNullable(fields.get("used")),
                Optional.ofNullable(fields.get("resetsAt")),
                rule.raise().filter(how -> !reason.equals("not_answered")));
    }
}
