package io.tallystick.emitter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
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
    private static final JsonFactory JSON = new JsonFactory();
    private static final Duration ANSWER_WITHIN = Duration.ofMillis(500);
    private static final int CUSTOMERS_KEPT = 10_000;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(ANSWER_WITHIN).build();
    private final Map<String, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > CUSTOMERS_KEPT;
        }
    };
    private final String base;
    private final String authorization;
    private final Rule rule;

    private Entitlements(URI base, String key, Rule rule) {
        this.base = base.toString().replaceAll("/+$", "") + "/v1/entitlements/";
        this.authorization = "Bearer " + key;
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
        /** On {@code feature}, failing open, with answers kept for ten seconds. */
        public static Rule on(String feature) {
            return new Rule(feature, true, Duration.ofSeconds(10), Optional.empty());
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
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path(customer) + "/" + path(rule.feature())))
                .timeout(ANSWER_WITHIN)
                .header("Authorization", authorization)
                .header("Accept", "application/json")
                .GET()
                .build();
        try {
            HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
            return response.statusCode() == 200 ? Optional.of(read(response.body())) : Optional.empty();
        } catch (IOException nobodyAnswers) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Known read(byte[] body) throws IOException {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser json = JSON.createParser(body)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (json.nextToken().isScalarValue()) {
                    fields.put(name, json.getText());
                } else {
                    json.skipChildren();
                }
            }
        }
        if (!fields.containsKey("allowed")) {
            throw new IOException("an answer without \"allowed\"");
        }
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
                rule.raise());
    }

    private static String path(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
