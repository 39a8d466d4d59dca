package io.tallystick.rating;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tallystick.schemas.access.AccessKey.Role;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How long a service waits for {@code GET /v1/entitlements/{customer}/{feature}}: one question after the other over HTTP, of 200
 * customers with a counted limit. Not part of the suite: {@code -Dtest=EntitlementBench}, with {@code tally.bench.questions}.
 */
@Tag("integration")
@QuarkusTest
@QuarkusTestResource(RatingResources.class)
class EntitlementBench {
    private static final int CUSTOMERS = 200;
    private static final int QUESTIONS = Integer.getInteger("tally.bench.questions", 20_000);

    @Inject
    Log log;

    @Test
    void percentiles_of_an_answer() throws IOException {
        Api operator = new Api(log.key(Role.OPERATOR, null));
        try (InputStream book = RatingTest.class.getResourceAsStream("/price-books/mcp-hosting.yaml")) {
            operator.postYaml("/v1/price-books", new String(book.readAllBytes(), StandardCharsets.UTF_8))
                    .mustBe(200);
        }
        for (int i = 0; i < CUSTOMERS; i++) {
            operator.post("/v1/subscriptions", """
                            {"id":"bench-%d","customerId":"bench-%d","plan":{"key":"community"},"start":"2026-01-01"}""".formatted(i, i)).mustBe(201);
        }
        ask(operator, QUESTIONS / 4);
        long[] micros = ask(operator, QUESTIONS);
        Arrays.sort(micros);
        System.out.printf(
                Locale.ROOT,
                "entitlements: %d questions, p50 %d us, p95 %d us, p99 %d us, max %d us; %d cores, load average %.1f%n",
                micros.length,
                micros[micros.length / 2],
                micros[micros.length * 95 / 100],
                micros[micros.length * 99 / 100],
                micros[micros.length - 1],
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        assertTrue(micros[0] > 0);
    }

    private static long[] ask(Api operator, int questions) {
        long[] micros = new long[questions];
        for (int i = 0; i < questions; i++) {
            long start = System.nanoTime();
            operator.get("/v1/entitlements/bench-" + i % CUSTOMERS + "/api_calls")
                    .mustBe(200);
            micros[i] = (System.nanoTime() - start) / 1_000;
        }
        return micros;
    }
}
