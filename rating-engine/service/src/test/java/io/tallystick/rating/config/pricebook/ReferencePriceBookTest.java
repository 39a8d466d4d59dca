package io.tallystick.rating.config.pricebook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tallystick.rating.app.PriceLanguage;
import io.tallystick.rating.catalog.Charge;
import io.tallystick.rating.catalog.Lint;
import io.tallystick.rating.catalog.PriceBook;
import io.tallystick.rating.pricing.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The price book that ships with the product. */
class ReferencePriceBookTest {
    private static final PriceLanguage LANGUAGE = new PriceBookCodec();
    private static final PriceBook BOOK = LANGUAGE.readBook(text());

    @Test
    void the_lint_finds_nothing() {
        assertEquals(List.of(), Lint.check(BOOK, Map.of()));
    }

    @Test
    void it_has_the_four_plans_and_six_meters() {
        assertEquals(
                List.of("community", "developer", "professional", "enterprise"),
                BOOK.plans().stream().map(plan -> plan.key()).toList());
        assertEquals(
                List.of("api_calls", "compute_seconds", "storage_gb", "models", "consulting_hours", "emitter_gaps"),
                BOOK.meters().stream().map(meter -> meter.key()).toList());
    }

    @Test
    void what_is_stored_as_json_is_the_same_price_book() {
        String stored = LANGUAGE.write(BOOK);

        assertEquals(BOOK, LANGUAGE.readBook(stored));
        assertEquals(stored, LANGUAGE.write(LANGUAGE.readBook(stored)));
        BOOK.plans().forEach(plan -> assertEquals(plan, LANGUAGE.readPlan(LANGUAGE.write(plan))));
        BOOK.meters().forEach(meter -> assertEquals(meter, LANGUAGE.readMeter(LANGUAGE.write(meter))));
    }

    @ParameterizedTest
    @CsvSource({
        "community, calls, 5000, 0",
        "developer, calls, 10000, 0",
        "developer, calls, 10001, 0.005",
        "developer, calls, 60000, 240",
        "developer, calls, 300000, 1150",
        "professional, calls, 100000, 0",
        "professional, calls, 600000, 1420",
        "professional, calls, 2500000, 5250",
        "enterprise, calls, 1000000, 1500",
        "developer, consulting, 0.1, 45",
        "developer, consulting, 1.5, 270",
        "professional, consulting, 1.51, 315",
    })
    void usage_costs_what_the_catalogue_says(String plan, String charge, String quantity, BigDecimal amount) {
        Charge.Usage usage = (Charge.Usage) charge(plan, charge);

        assertEquals(amount, usage.tariff().rate(Usage.of(quantity)).amount());
    }

    @Test
    void compute_is_priced_by_accelerator_and_includes_cpu_seconds_only() {
        Usage usage = new Usage.Groups(List.of(
                new Usage.Group(Map.of("accelerator", "cpu"), new BigDecimal("86000")),
                new Usage.Group(Map.of("accelerator", "gpu-t4"), new BigDecimal("1000")),
                new Usage.Group(Map.of("accelerator", "gpu-a100"), new BigDecimal("100"))));

        // 50,000 × 0.000020 + 1,000 × 0.000180 + 100 × 0.001200
        assertEquals(new BigDecimal("1.3"), rate("developer", "compute", usage));
        // 1,000 × 0.000162 + 100 × 0.001080
        assertEquals(new BigDecimal("0.27"), rate("professional", "compute", usage));
    }

    @Test
    void included_storage_is_used_up_by_the_standard_class_first() {
        Usage usage = new Usage.Groups(List.of(
                new Usage.Group(Map.of("class", "archive"), new BigDecimal("100")),
                new Usage.Group(Map.of("class", "standard"), new BigDecimal("4"))));

        // 10 included: 4 standard and 6 archive; 94 × 0.01
        assertEquals(new BigDecimal("0.94"), rate("developer", "storage", usage));
    }

    @Test
    void ten_seats_of_training_cost_less_each_than_nine() {
        Charge.OneOff training = (Charge.OneOff) charge("developer", "training");

        assertEquals(
                new BigDecimal("5400"), training.tariff().rate(Usage.of("9")).amount());
        assertEquals(
                new BigDecimal("4800"), training.tariff().rate(Usage.of("10")).amount());
    }

    private static BigDecimal rate(String plan, String charge, Usage usage) {
        return ((Charge.Usage) charge(plan, charge)).tariff().rate(usage).amount();
    }

    private static Charge charge(String plan, String charge) {
        return BOOK.plan(plan).orElseThrow().charge(charge).orElseThrow();
    }

    private static String text() {
        try (InputStream in = ReferencePriceBookTest.class.getResourceAsStream("/price-books/mcp-hosting.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
