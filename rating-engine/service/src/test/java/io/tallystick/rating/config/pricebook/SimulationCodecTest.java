package io.tallystick.rating.config.pricebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallystick.rating.app.AggregationSimulation;
import io.tallystick.rating.app.PeriodSimulation;
import io.tallystick.rating.app.PriceLanguageRefused;
import io.tallystick.rating.app.PriceSimulation;
import io.tallystick.rating.pricing.Finding;
import io.tallystick.rating.pricing.NotPriced;
import io.tallystick.schemas.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulationCodecTest {
    private final SimulationCodec codec = new SimulationCodec();

    @Test
    void the_example_of_the_price_language() {
        PriceSimulation.Result answer = PriceSimulation.run(codec.readPriceSimulation("""
                {"currency":"USD","price":{"model":"graduated","tiers":[
                  {"upTo":"10000","unitPrice":"0"},{"unitPrice":"0.005"}]},"quantity":"60000"}"""));

        assertEquals(new BigDecimal("250.00"), answer.amount());
        assertEquals(new BigDecimal("250"), answer.unroundedAmount());
        assertEquals("USD", answer.currency());
        assertEquals(BigDecimal.ZERO, answer.steps().getFirst().from());
        assertEquals(new BigDecimal("10000"), answer.steps().getFirst().upTo());
        assertEquals(List.of(), answer.warnings());
    }

    @Test
    void a_hole_in_a_price_is_a_warning_until_the_usage_falls_into_it() {
        String price = """
                {"currency":"USD","quantity":"%s","price":{"model":"graduated","tiers":[{"upTo":"4","unitPrice":"1"}]}}""";

        PriceSimulation.Result answer = PriceSimulation.run(codec.readPriceSimulation(price.formatted("4")));
        assertEquals(new BigDecimal("4"), answer.unroundedAmount());
        assertEquals("tiers_gap", answer.warnings().getFirst().code());

        NotPriced refused = assertThrows(
                NotPriced.class, () -> PriceSimulation.run(codec.readPriceSimulation(price.formatted("4.1"))));
        assertEquals("quantity_above_last_tier", refused.code());
    }

    @Test
    void a_combination_without_a_row_is_never_free() {
        NotPriced refused = assertThrows(NotPriced.class, () -> PriceSimulation.run(codec.readPriceSimulation("""
                {"currency":"USD","price":{"model":"matrix","dimensions":["class"],"rows":[
                  {"match":{"class":"a"},"price":{"model":"flat","amount":"1"}}]},
                 "quantities":[{"dimensions":{"class":"b","region":"eu"},"quantity":"1"}]}""")));

        assertEquals("no_matrix_row", refused.code());
        assertEquals(true, refused.getMessage().contains("{class=b, region=eu}"), refused.getMessage());
    }

    @Test
    void a_price_per_transaction_needs_the_transactions() {
        NotPriced refused = assertThrows(NotPriced.class, () -> PriceSimulation.run(codec.readPriceSimulation("""
                {"currency":"USD","price":{"model":"percentage","rate":"0.1","fixedFee":"1"},"quantity":"5"}""")));

        assertEquals("transactions_needed", refused.code());
    }

    @Test
    void a_price_that_makes_no_sense_is_refused() {
        refused("/price/unitPrice number_negative", () -> PriceSimulation.run(codec.readPriceSimulation("""
                {"currency":"USD","price":{"model":"per_unit","unitPrice":"-1"},"quantity":"5"}""")));
    }

    @Test
    void a_flat_price_needs_no_usage() {
        assertEquals(
                new BigDecimal("5.00"),
                PriceSimulation.run(codec.readPriceSimulation("""
                        {"currency":"USD","price":{"model":"flat","amount":"5"}}""")).amount());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'price':{'model':'flat','amount':'5'}}                                              | /currency field_missing",
                "{'currency':'USD'}                                                                   | /price field_missing",
                "{'currency':'USD','price':{'model':'per_unit','unitPrice':'5'},'quantity':5}         | /quantity decimal_not_a_string",
                "{'currency':'USD','price':{'model':'per_unit','unitPrice':'5'}}                      | /quantity usage_ambiguous",
                "{'currency':'USD','price':{'model':'per_unit','unitPrice':'5'},'quantity':'1','transactions':[]} | /quantity usage_ambiguous",
                "{'currency':'USD','price':{'model':'per_unit','unitPrice':'5'},'quantity':'1','units':'2'} | /units unknown_field",
                "{'currency':'USD','price':{'model':'per_unit','unitPrice':'5'},'quantities':[{'dimensions':{},'quantity':'1','x':1}]} | /quantities/0/x unknown_field",
            })
    void a_mistake_in_a_price_request_is_named(String request, String finding) {
        refused(finding, () -> codec.readPriceSimulation(request.replace('\'', '"')));
    }

    @Test
    void an_aggregation_request_says_everything_once() {
        AggregationSimulation.Result answer = AggregationSimulation.run(codec.readAggregationSimulation("""
                {"meter":{"key":"storage","eventTypes":["t"],"aggregation":"TIME_WEIGHTED","value":"/gb","per":"MONTH",
                          "dimensions":{"class":"/class"}},
                 "period":{"start":"2026-11-01T00:00:00Z","end":"2026-12-01T00:00:00Z"},
                 "priorLevels":[{"dimensions":{"class":"archive"},"quantity":"100"}],
                 "events":[
                  {"id":"e1","source":"s","time":"2026-11-16T00:00:00Z","data":{"gb":10,"class":"standard"}},
                  {"id":"e1","source":"s","time":"2026-11-16T00:00:00Z","data":{"class":"standard","gb":10.0}},
                  {"id":"e1","source":"s","time":"2026-11-17T00:00:00Z","data":{"gb":10,"class":"standard"}},
                  {"id":"e2","source":"s","time":"2026-12-01T00:00:00Z","data":{"gb":99,"class":"standard"}},
                  {"id":"e3","source":"s","time":"2026-11-02T00:00:00Z","data":{"class":"standard"}}]}"""));

        assertEquals(new BigDecimal("105"), answer.quantity());
        assertEquals(
                List.of(
                        new AggregationSimulation.GroupQuantity(Map.of("class", "archive"), new BigDecimal("100")),
                        new AggregationSimulation.GroupQuantity(Map.of("class", "standard"), new BigDecimal("5"))),
                answer.groups());
        assertEquals(
                List.of(1L, 1L, 1L, 0L, 1L),
                List.of(
                        answer.events(),
                        answer.duplicates(),
                        answer.conflicts(),
                        answer.notChargeable(),
                        answer.outside()));
        assertEquals("missing_quantity", answer.refused().getFirst().code());
        assertEquals("/data/gb", answer.refused().getFirst().pointer());
    }

    @Test
    void a_level_of_events_before_the_period_is_carried_in() {
        AggregationSimulation.Result answer = AggregationSimulation.run(codec.readAggregationSimulation("""
                {"meter":{"aggregation":"TIME_WEIGHTED","value":"/gb"},"priorLevel":"7",
                 "period":{"start":"2026-11-01T00:00:00Z","end":"2026-12-01T00:00:00Z"},
                 "events":[{"id":"e","source":"s","time":"2026-10-16T00:00:00Z","data":{"gb":"10"}}]}"""));

        assertEquals(BigDecimal.TEN, answer.quantity());
        assertEquals(0, answer.events());
        assertEquals(1, answer.outside());
    }

    @Test
    void a_level_without_dimensions_is_that_of_the_only_group() {
        String request = """
                {"meter":{"aggregation":"TIME_WEIGHTED","value":"/gb","dimensions":{"class":"/class"},
                          "filter":[{"dimension":"class","in":["a"%s]}]},"priorLevel":"10",
                 "period":{"start":"2026-11-01T00:00:00Z","end":"2026-12-01T00:00:00Z"},
                 "events":[{"id":"1","source":"s","time":"2026-11-16T00:00:00Z","data":{"gb":"20","class":"a"}},
                           {"id":"2","source":"s","time":"2026-11-16T00:00:00Z","data":{"gb":"50","class":"b"}}]}""";

        AggregationSimulation.Result answer =
                AggregationSimulation.run(codec.readAggregationSimulation(request.formatted("")));
        assertEquals(new BigDecimal("15"), answer.quantity());
        assertEquals(1, answer.groups().size());

        refused(
                "/priorLevel prior_level_ambiguous",
                () -> AggregationSimulation.run(codec.readAggregationSimulation(request.formatted(",\"b\""))));
    }

    @Test
    void without_events_a_gauge_keeps_the_level_before() {
        AggregationSimulation.Result answer = AggregationSimulation.run(codec.readAggregationSimulation("""
                {"meter":{"aggregation":"TIME_WEIGHTED","value":"/gb","dimensions":{"class":"/class"}},"priorLevel":"1000",
                 "period":{"start":"2026-11-01T00:00:00Z","end":"2026-12-01T00:00:00Z"},"events":[]}"""));

        assertEquals(new BigDecimal("1000"), answer.quantity());
    }

    @Test
    void the_most_distinct_values_of_all_groups_are_counted_once_in_the_whole() {
        AggregationSimulation.Result answer = AggregationSimulation.run(codec.readAggregationSimulation("""
                {"meter":{"aggregation":"UNIQUE_COUNT","unique":"/user","dimensions":{"class":"/class"},
                          "filter":[{"dimension":"class","in":["a","b"]}]},
                 "period":{"start":"2026-11-01T00:00:00Z","end":"2026-12-01T00:00:00Z"},
                 "events":[
                  {"id":"1","source":"s","time":"2026-11-02T00:00:00Z","data":{"user":"u","class":"a"}},
                  {"id":"2","source":"s","time":"2026-11-02T00:00:00Z","data":{"user":"u","class":"b"}},
                  {"id":"3","source":"s","time":"2026-11-02T00:00:00Z","data":{"user":"v","class":"b"}},
                  {"id":"4","source":"s","time":"2026-11-02T00:00:00Z","data":{"user":"w","class":"c"}}]}"""));

        assertEquals(new BigDecimal("2"), answer.quantity());
        assertEquals(1, answer.notChargeable());
        assertEquals(
                List.of(BigDecimal.ONE, new BigDecimal("2")),
                answer.groups().stream()
                        .map(AggregationSimulation.GroupQuantity::quantity)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'meter':{'aggregation':'SUM'},'period':{'start':'2026-11-01T00:00:00Z','end':'2026-12-01T00:00:00Z'}} | /meter/value value_missing",
                "{'meter':{'aggregation':'COUNT'},'period':{'start':'2026-11-01T00:00:00Z','end':'2026-11-01T00:00:00Z'}} | /period/end period_empty",
                "{'meter':{'aggregation':'COUNT'},'period':{'start':'yesterday','end':'2026-11-01T00:00:00Z'}} | /period/start invalid_time",
                "{'meter':{'aggregation':'COUNT'},'period':{'start':'2026-11-01T00:00:00Z','end':'2026-12-01T00:00:00Z'},'events':[{'id':'1','source':'s','time':'2026-11-01','data':{}}]} | /events/0/time invalid_time",
                "{'meter':{'aggregation':'COUNT'},'period':{'start':'2026-11-01T00:00:00Z','end':'2026-12-01T00:00:00Z'},'events':[{'source':'s','time':'2026-11-01T00:00:00Z','data':{}}]} | /events/0/id field_missing",
            })
    void a_mistake_in_an_aggregation_request_is_named(String request, String finding) {
        refused(finding, () -> codec.readAggregationSimulation(request.replace('\'', '"')));
    }

    @Test
    void periods_take_dates_local_times_and_instants() {
        PeriodSimulation.Request request = codec.readPeriodSimulation("""
                {"anchor":"2026-01-31T10:30:00","zone":"America/Sao_Paulo","cadence":{"unit":"MONTH","count":1},
                 "from":"2026-02-01","to":"2026-03-31T13:30:01Z"}""");

        List<PeriodSimulation.Period> periods = PeriodSimulation.run(request).periods();

        assertEquals(
                List.of(
                        BillingPeriod.parse("2026-01-31T13:30:00Z", "2026-02-28T13:30:00Z"),
                        BillingPeriod.parse("2026-02-28T13:30:00Z", "2026-03-31T13:30:00Z"),
                        BillingPeriod.parse("2026-03-31T13:30:00Z", "2026-04-30T13:30:00Z")),
                periods.stream()
                        .map(period -> new BillingPeriod(period.start(), period.end()))
                        .toList());
        assertEquals("2026-01-31", periods.getFirst().startDate());
        assertEquals("2026-02-28", periods.getFirst().endDate());
    }

    @Test
    void periods_begin_at_the_anchor_unless_told_otherwise() {
        PeriodSimulation.Request request = codec.readPeriodSimulation("""
                {"anchor":"2026-01-31","zone":"UTC","to":"2026-02-01"}""");

        assertEquals(Instant.parse("2026-01-31T00:00:00Z"), request.from());
        assertEquals(1, PeriodSimulation.run(request).periods().size());
    }

    @Test
    void a_span_with_too_many_periods_is_refused() {
        refused("/to too_many_periods", () -> PeriodSimulation.run(codec.readPeriodSimulation("""
                {"anchor":"2000-01-01","zone":"UTC","cadence":{"unit":"DAY"},"to":"2099-01-01"}""")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'anchor':'2026-01-31','zone':'Mars/Olympus','to':'2026-02-01'}                   | /zone unknown_zone",
                "{'anchor':'31.01.2026','zone':'UTC','to':'2026-02-01'}                            | /anchor invalid_time",
                "{'anchor':'0001-01-31','zone':'UTC','from':'2026-01-01','to':'2026-02-01'}        | /anchor anchor_out_of_range",
                "{'anchor':'2026-01-31','zone':'UTC','from':'2026-02-01','to':'2026-02-01'}        | /to span_empty",
                "{'anchor':'2026-01-31','zone':'UTC'}                                              | /to field_missing",
            })
    void a_mistake_in_a_period_request_is_named(String request, String finding) {
        refused(finding, () -> codec.readPeriodSimulation(request.replace('\'', '"')));
    }

    private static void refused(String expected, Executable reading) {
        PriceLanguageRefused refused = assertThrows(PriceLanguageRefused.class, reading);
        Finding first = refused.findings().getFirst();
        assertEquals(expected, first.pointer() + " " + first.code());
        assertEquals(1, refused.findings().size(), refused.getMessage());
    }
}
