package io.tallystick.rating.config.pricebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallystick.rating.app.PriceLanguageRefused;
import io.tallystick.rating.catalog.Charge;
import io.tallystick.rating.catalog.Commitment;
import io.tallystick.rating.catalog.Discount;
import io.tallystick.rating.catalog.Entitlement;
import io.tallystick.rating.catalog.Late;
import io.tallystick.rating.catalog.Plan;
import io.tallystick.rating.catalog.Proration;
import io.tallystick.rating.catalog.Timing;
import io.tallystick.rating.pricing.Finding;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.meter.Meter;
import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.time.Cadence;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceBookCodecTest {
    /** Everything that the notation knows about plans. */
    private static final String EVERYTHING = """
            plans:
              - key: everything
                name: Everything
                description: One of each
                currency: KWD
                cadence: {unit: WEEK, count: 2}
                proration: SECOND
                late: hold
                trial: P14D
                charges:
                  - key: calls
                    name: Calls
                    kind: USAGE
                    optional: true
                    meter: m
                    filter: [{dimension: class, in: [a, b]}]
                    allowance: "10"
                    transform: {multiplyBy: "4", divideBy: "1000", round: UP, scale: 2}
                    minimum: "1"
                    maximum: "2"
                    price: {model: volume, chargeAtZero: false, tiers: [{upTo: "5", packageSize: "2", packagePrice: "3", flatFee: "1"}, {unitPrice: "1"}]}
                  - {key: fee, kind: RECURRING, timing: IN_ARREARS, optional: true, price: {model: flat, amount: "1.500"}}
                  - {key: add, kind: ADD_ON, price: {model: package, packageSize: "1", packagePrice: "2", freeUnits: "3"}}
                  - {key: once, kind: ONE_OFF, price: {model: stairstep, chargeAtZero: false, steps: [{upTo: "1", amount: "2"}, {amount: "3"}]}}
                  - {key: share, kind: PERCENT_OF, optional: true, of: [calls], rate: "0.20", minimum: "1", maximum: "9"}
                  - {key: reserved, kind: RESERVED, optional: true, of: calls, quantity: "1000", price: {model: flat, amount: "1"}}
                  - key: tips
                    kind: USAGE
                    meter: m
                    price: {model: percentage, rate: "0.029", fixedFee: "0.3", freeTransactions: 3, freeAmount: "9", minPerTransaction: "1", maxPerTransaction: "2", chargeAtZero: false}
                  - key: tiers
                    kind: USAGE
                    meter: m
                    price: {model: graduated_percentage, chargeAtZero: false, tiers: [{upTo: "1", rate: "0.1"}, {flatFee: "1"}]}
                  - key: cost
                    kind: USAGE
                    meter: m
                    price: {model: dynamic, amount: /cost, markup: "0.1"}
                  - key: grid
                    kind: USAGE
                    meter: m
                    price:
                      model: matrix
                      dimensions: [class]
                      rows: [{match: {class: a}, price: {model: per_unit, unitPrice: "1"}}]
                      otherwise: {model: graduated, chargeAtZero: false, tiers: [{unitPrice: "2"}]}
                commitment: {minimum: "5000", maximum: "9000", ramp: [{periods: 3, minimum: "1000"}]}
                discounts:
                  - {key: a, name: A, of: [calls], rate: "0.05"}
                  - {key: b, amount: "10"}
                  - {key: c, tiers: [{from: "1000", rate: "0.05"}]}
                entitlements:
                  - {feature: backup}
                  - {feature: projects, limit: "3"}
                  - {feature: models, limit: "5", per: PERIOD, hard: false}
                  - {feature: daily, meter: m, limit: "100", per: DAY}
                attributes: {support: email}
            """;

    private final PriceBookCodec codec = new PriceBookCodec();

    @Test
    void everything_that_is_read_is_written_and_read_again() {
        Plan plan = codec.readBook(EVERYTHING).plans().getFirst();
        String written = codec.write(plan);

        assertEquals(plan, codec.readPlan(written));
        assertEquals(written, codec.write(codec.readPlan(written)));
    }

    @Test
    void the_fields_mean_what_they_say() {
        Plan plan = codec.readBook(EVERYTHING).plan("everything").orElseThrow();

        assertEquals(CurrencyUnit.of("KWD"), plan.currency());
        assertEquals(new Cadence(Cadence.Unit.WEEK, 2), plan.cadence());
        assertEquals(Proration.SECOND, plan.proration());
        assertEquals(Late.HOLD, plan.late());
        assertEquals(Timing.IN_ARREARS, ((Charge.Recurring) plan.charge("fee").orElseThrow()).timing());
        assertEquals(Timing.IN_ADVANCE, ((Charge.AddOn) plan.charge("add").orElseThrow()).timing());
        assertEquals(
                List.of("Calls", "fee"),
                plan.charges().stream().limit(2).map(Charge::displayName).toList());
        assertEquals(
                List.of(true, true, true, true, true, true, false, false, false, false),
                plan.charges().stream().map(Charge::optional).toList());
        Commitment commitment = plan.commitment().orElseThrow();
        assertEquals(Optional.of(new BigDecimal("1000")), commitment.minimumOf(2));
        assertEquals(Optional.of(new BigDecimal("5000")), commitment.minimumOf(3));
        Discount.Volume volume = (Discount.Volume) plan.discounts().getLast().off();
        assertEquals(BigDecimal.ZERO, volume.rateOf(new BigDecimal("999.99")));
        assertEquals(new BigDecimal("0.05"), volume.rateOf(new BigDecimal("1000")));
        assertEquals(
                List.of(
                        new Entitlement.Included("backup"),
                        new Entitlement.Static("projects", new BigDecimal("3"), List.of()),
                        new Entitlement.Metered(
                                "models", "models", new BigDecimal("5"), Entitlement.Per.PERIOD, false, List.of()),
                        new Entitlement.Metered(
                                "daily", "m", new BigDecimal("100"), Entitlement.Per.DAY, true, List.of())),
                plan.entitlements());
    }

    @Test
    void what_is_left_out_has_its_default() {
        Plan plan = codec.readPlan("{\"key\":\"p\",\"currency\":\"USD\"}");

        assertEquals("p", plan.name());
        assertEquals(Cadence.MONTHLY, plan.cadence());
        assertEquals(Proration.DAY, plan.proration());
        assertEquals(Optional.empty(), plan.commitment());
        assertEquals(
                CurrencyUnit.of("EUR"),
                codec.readPlan("{\"key\":\"p\"}", Optional.of(CurrencyUnit.of("EUR")))
                        .currency());
    }

    @Test
    void a_meter_is_written_as_the_message_that_other_services_read() {
        Meter meter = codec.readMeter("""
                {"key":"m","name":"M","eventTypes":["t"],"aggregation":"PERCENTILE","value":"/v","percentile":"95",
                 "bucket":"PT5M","bucketBy":"MAX","filter":[{"dimension":"d","in":["a"]}],"dimensions":{"d":"/d"},
                 "negative":"ALLOW","archived":true}""");
        Meter gauge = codec.readMeter("""
                {"key":"g","eventTypes":["t"],"aggregation":"TIME_WEIGHTED","value":"/v","per":"HOUR"}""");
        Meter unique = codec.readMeter("""
                {"key":"u","eventTypes":["t"],"aggregation":"UNIQUE_COUNT","unique":"/v"}""");

        for (Meter each : List.of(meter, gauge, unique)) {
            String written = codec.write(each);
            assertEquals(each, codec.readMeter(written));
            assertEquals(each, Json.read(written.getBytes(StandardCharsets.UTF_8), Meter.class));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{key: p, currency: USD, colour: red}                                   | /plans/0/colour | unknown_field",
                "{currency: USD}                                                        | /plans/0/key | field_missing",
                "{key: p}                                                               | /plans/0/currency | field_missing",
                "{key: p, currency: DOLLAR}                                             | /plans/0/currency | unknown_currency",
                "{key: 5, currency: USD}                                                | /plans/0/key | not_a_text",
                "{key: p, currency: USD, cadence: monthly}                              | /plans/0/cadence | not_an_object",
                "{key: p, currency: USD, cadence: {unit: FORTNIGHT}}                    | /plans/0/cadence/unit | unknown_value",
                "{key: p, currency: USD, cadence: {unit: DAY, count: 0}}                | /plans/0/cadence/count | count_out_of_range",
                "{key: p, currency: USD, cadence: {unit: DAY, count: 1.5}}              | /plans/0/cadence/count | not_an_integer",
                "{key: p, currency: USD, trial: two weeks}                              | /plans/0/trial | period_invalid",
                "{key: p, currency: USD, charges: none}                                 | /plans/0/charges | not_a_list",
                "{key: p, currency: USD, charges: [5]}                                  | /plans/0/charges/0 | not_an_object",
                "{key: p, currency: USD, discounts: [{key: d, rate: '0', amount: '1'}]} | /plans/0/discounts/0 | discount_ambiguous",
                "{key: p, currency: USD, discounts: [{key: d}]}                         | /plans/0/discounts/0 | discount_ambiguous",
                "{key: p, currency: USD, entitlements: [{feature: f, per: DAY}]}        | /plans/0/entitlements/0/limit | field_missing",
                "{key: p, currency: USD, entitlements: [{feature: f, limit: 5}]}        | /plans/0/entitlements/0/limit | decimal_not_a_string",
                "{key: p, currency: USD, attributes: {a: [b]}}                          | /plans/0/attributes/a | not_a_text",
                "{key: p, currency: USD, attributes: text}                              | /plans/0/attributes | not_an_object",
            })
    void a_mistake_in_a_plan_is_named_by_pointer_and_code(String plan, String pointer, String code) {
        assertOneFinding("plans: [" + plan + "]", pointer, code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{model: free}                                                    | /price/model | unknown_model",
                "{amount: '1'}                                                    | /price/model | field_missing",
                "{model: flat}                                                    | /price/amount | field_missing",
                "{model: flat, amount: 49.00}                                     | /price/amount | decimal_not_a_string",
                "{model: flat, amount: [1]}                                       | /price/amount | decimal_not_a_string",
                "{model: flat, amount: '12abc'}                                   | /price/amount | decimal_not_a_number",
                "{model: flat, amount: '1e1000000'}                               | /price/amount | decimal_exponent_too_large",
                "{model: flat, amount: '0.000000000000000000001'}                 | /price/amount | decimal_too_many_fraction_digits",
                "{model: flat, amount: '1', unitPrice: '1'}                       | /price/unitPrice | unknown_field",
                "{model: graduated, tiers: [{from: '0', unitPrice: '1'}]}         | /price/tiers/0/from | unknown_field",
                "{model: graduated, tiers: [{upTo: '5'}]}                         | /price/tiers/0/unitPrice | tier_without_price",
                "{model: graduated, tiers: [{packageSize: '5'}]}                  | /price/tiers/0/packagePrice | field_missing",
                "{model: graduated, tiers: [{unitPrice: '1', packageSize: '5', packagePrice: '1'}]} | /price/tiers/0/unitPrice | tier_has_two_prices",
                "{model: graduated_percentage, tiers: [{upTo: '5'}]}              | /price/tiers/0/rate | tier_without_price",
                "{model: graduated, tiers: [], chargeAtZero: 'yes'}               | /price/chargeAtZero | not_a_boolean",
                "{model: stairstep, steps: [{upTo: '1'}]}                         | /price/steps/0/amount | field_missing",
                "{model: percentage, rate: '1', freeTransactions: 1.5}            | /price/freeTransactions | not_an_integer",
                "{model: matrix, dimensions: [d], rows: [{match: {d: a}}]}        | /price/rows/0/price | field_missing",
                "{model: matrix, dimensions: [d], rows: [{match: {d: 5}, price: {model: flat, amount: '1'}}]} | /price/rows/0/match/d | not_a_text",
            })
    void a_mistake_in_a_price_is_named_by_pointer_and_code(String price, String pointer, String code) {
        assertOneFinding(
                "plans: [{key: p, currency: USD, charges: [{key: c, kind: ONE_OFF, price: " + price + "}]}]",
                "/plans/0/charges/0" + pointer,
                code);
    }

    @Test
    void all_mistakes_are_named_at_once() {
        PriceLanguageRefused refused = assertThrows(PriceLanguageRefused.class, () -> codec.readBook("""
                plans:
                  - {key: p, currency: USD, charges: [{key: c, kind: ONE_OFF}, {key: d, kind: GIFT, price: {model: flat}}]}
                taxes: []
                """));

        assertEquals(
                List.of(
                        "/plans/0/charges/0/price",
                        "/plans/0/charges/1/kind",
                        "/plans/0/charges/1/price/amount",
                        "/taxes"),
                refused.findings().stream().map(Finding::pointer).toList());
        assertTrue(refused.getMessage().contains("GIFT"), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                         | malformed_document",
                "plans: [}                 | malformed_document",
                "'plans: []\nplans: []'    | malformed_document",
                "just text                 | not_an_object",
            })
    void a_document_that_is_none_is_refused(String text, String code) {
        PriceLanguageRefused refused = assertThrows(PriceLanguageRefused.class, () -> codec.readBook(text));

        assertEquals(code, refused.findings().getFirst().code());
    }

    @Test
    void a_document_that_is_too_long_is_refused_before_it_is_read() {
        PriceLanguageRefused refused =
                assertThrows(PriceLanguageRefused.class, () -> codec.readBook(" ".repeat(1_000_001)));

        assertEquals("document_too_long", refused.findings().getFirst().code());
    }

    private void assertOneFinding(String book, String pointer, String code) {
        PriceLanguageRefused refused = assertThrows(PriceLanguageRefused.class, () -> codec.readBook(book));

        assertEquals(
                List.of(pointer + " " + code),
                refused.findings().stream()
                        .map(finding -> finding.pointer() + " " + finding.code())
                        .toList());
    }
}
