package io.tallystick.rating;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallystick.rating.vectors.PureSimulator;
import io.tallystick.rating.vectors.Simulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cases that other engines get wrong, by their number in the published list. */
class PeerDefectsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Simulator simulator = new PureSimulator();

    @Test
    void defect_01_usage_between_two_whole_volume_tiers_falls_in_exactly_one() {
        JsonNode answer = price("""
                {"currency":"USD","quantity":"100.5","price":{"model":"volume","tiers":[
                  {"upTo":"100","unitPrice":"2"},{"unitPrice":"1"}]}}""");

        assertEquals("100.5", text(answer, "unroundedAmount"));
        assertEquals(1, answer.get("steps").size());
    }

    @Test
    void defect_02_a_rate_below_a_cent_is_not_rounded_before_it_is_multiplied() {
        JsonNode answer = price("""
                {"currency":"USD","quantity":"1000000.5","price":{"model":"per_unit","unitPrice":"0.0004"}}""");

        assertEquals("400.0002", text(answer, "unroundedAmount"));
        assertEquals("400.00", text(answer, "amount"));
    }

    @Test
    void defect_03_an_event_at_midnight_of_day_one_is_in_the_new_period_only() {
        String events = """
                [{"id":"e","source":"s","time":"2026-12-01T00:00:00Z","data":{}}]""";

        assertEquals("0", text(count("2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z", events), "quantity"));
        assertEquals("1", text(count("2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z", events), "quantity"));
    }

    @Test
    void defect_05_a_source_and_id_that_glue_to_the_same_text_are_two_events() {
        assertEquals("2", text(count("2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z", """
                [{"id":"c","source":"a-b","time":"2026-11-02T00:00:00Z","data":{}},
                 {"id":"b-c","source":"a","time":"2026-11-02T00:00:00Z","data":{}}]"""), "quantity"));
    }

    @Test
    void defect_06_large_and_small_values_are_exact() {
        StringBuilder events = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            events.append(event("e" + i, "2026-11-02T00:00:00Z", "0.1")).append(',');
        }
        events.append(event("big", "2026-11-02T00:00:00Z", "9007199254740993"));

        JsonNode answer = aggregate("SUM", events.toString());

        assertEquals("9007199254740994", text(answer, "quantity"));
    }

    @Test
    void defect_07_of_two_latest_values_300_ms_apart_the_later_one_wins() {
        String early = event("z", "2026-11-02T00:00:00.100Z", "1");
        String late = event("a", "2026-11-02T00:00:00.400Z", "2");

        assertEquals("2", text(aggregate("LATEST", early + "," + late), "quantity"));
        assertEquals("2", text(aggregate("LATEST", late + "," + early), "quantity"));
    }

    @Test
    void defect_13_a_value_that_is_no_number_is_refused_with_its_reason_and_visible() {
        JsonNode answer = aggregate("SUM", """
                {"id":"a","source":"s","time":"2026-11-02T00:00:00Z","data":{"value":"12abc"}},
                {"id":"b","source":"s","time":"2026-11-02T00:00:00Z","data":{}},
                {"id":"c","source":"s","time":"2026-11-02T00:00:00Z","data":{"value":null}}""");

        assertEquals("0", text(answer, "quantity"));
        assertEquals(0, answer.get("events").intValue());
        assertEquals(
                List.of("invalid_quantity", "missing_quantity", "missing_quantity"),
                answer.get("refused").findValuesAsText("code"));
    }

    @Test
    void defect_14_a_correction_of_minus_5_counts_by_the_rule_of_the_meter() {
        String events =
                event("used", "2026-11-02T00:00:00Z", "3") + "," + event("undone", "2026-11-03T00:00:00Z", "-5");

        JsonNode sum = aggregate("SUM", events);
        assertEquals("-2", text(sum, "quantity"));
        assertEquals("-20", text(price("""
                {"currency":"USD","quantity":"-2","price":{"model":"per_unit","unitPrice":"10"}}"""), "unroundedAmount"));

        JsonNode max = aggregate("MAX", events);
        assertEquals("3", text(max, "quantity"));
        assertEquals("negative_quantity", text(max.get("refused").get(0), "code"));
    }

    @Test
    void defect_16_the_smallest_fraction_starts_a_package_and_2_to_the_53_plus_1_is_exact() {
        assertEquals("2", packages("3.0000000000000000001"));
        assertEquals("1", packages("3"));
        assertEquals("3002399751580331", packages("9007199254740993"));
    }

    @Test
    void defect_17_55_times_0_067_is_shown_as_3_69_and_kept_unrounded() {
        JsonNode answer = price("""
                {"currency":"USD","quantity":"55","price":{"model":"per_unit","unitPrice":"0.067"}}""");

        assertEquals("3.685", text(answer, "unroundedAmount"));
        assertEquals("3.69", text(answer, "amount"));
    }

    @Test
    void defect_23_the_31st_comes_back_in_every_zone() {
        for (String zone : new String[] {"America/Sao_Paulo", "Africa/Casablanca", "Australia/Lord_Howe"}) {
            JsonNode answer = post("periods", """
                    {"anchor":"2026-01-31","zone":"%s","cadence":{"unit":"MONTH","count":1},
                     "from":"2026-01-31","to":"2026-07-01"}""".formatted(zone));

            assertEquals(
                    List.of("2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30"),
                    answer.get("periods").findValuesAsText("startDate"));
            for (int i = 1; i < answer.get("periods").size(); i++) {
                assertEquals(
                        text(answer.get("periods").get(i - 1), "end"),
                        text(answer.get("periods").get(i), "start"));
            }
        }
    }

    @Test
    void defect_04_thousands_of_distinct_users_are_counted_exactly() {
        StringBuilder events = new StringBuilder();
        for (int i = 0; i < 8_000; i++) {
            // Each user twice, except one.
            events.append(i == 0 ? "" : ",")
                    .append("{\"id\":\"e")
                    .append(i)
                    .append("\",\"source\":\"s\",\"time\":\"2026-11-02T00:00:00Z\",\"data\":{\"user\":\"u")
                    .append((i + 1) / 2)
                    .append("\"}}");
        }
        JsonNode answer = post("aggregation", """
                {"meter":{"aggregation":"UNIQUE_COUNT","unique":"/user"},
                 "period":{"start":"2026-11-01T00:00:00Z","end":"2026-12-01T00:00:00Z"},"events":[%s]}""".formatted(events));

        assertEquals("4001", text(answer, "quantity"));
    }

    @Test
    void defect_10_a_retry_with_another_time_counts_once_and_is_a_visible_conflict() {
        JsonNode answer = aggregate(
                "SUM", event("e", "2026-11-02T00:00:00Z", "5") + "," + event("e", "2026-11-02T00:00:09Z", "5"));

        assertEquals("5", text(answer, "quantity"));
        assertEquals(1, answer.get("conflicts").intValue());
    }

    @Test
    void defect_11_the_same_id_with_another_value_is_a_visible_conflict_and_the_first_stays() {
        JsonNode answer = aggregate(
                "SUM", event("e", "2026-11-02T00:00:00Z", "5") + "," + event("e", "2026-11-02T00:00:00Z", "7"));

        assertEquals("5", text(answer, "quantity"));
        assertEquals(1, answer.get("conflicts").intValue());
    }

    @Test
    void defect_19_two_price_changes_at_one_instant_hold_in_their_order() {
        JsonNode bill = bill("""
                "changes":[{"at":"2026-11-16","price":{"charge":"m","price":{"model":"per_unit","unitPrice":"5"}}},
                           {"at":"2026-11-16","price":{"charge":"m","price":{"model":"per_unit","unitPrice":"3"}}}]""", """
                "usage":[{"meter":"m","quantity":"10","at":"2026-11-20"}]""");

        assertEquals("30.00", text(bill, "total"));
    }

    @Test
    void defect_27_the_end_of_the_bill_decides_whether_a_credit_has_expired() {
        String usage = """
                "usage":[{"meter":"m","quantity":"10","at":"2026-11-20"}],"credits":[{"amount":"4","expiresAt":"%s"}]""";

        assertEquals("10.00", text(bill("\"changes\":[]", usage.formatted("2026-12-01T00:00:00Z")), "amountDue"));
        assertEquals("6.00", text(bill("\"changes\":[]", usage.formatted("2026-12-01T00:00:01Z")), "amountDue"));
    }

    @Test
    void defect_28_what_was_billed_before_and_what_is_billed_after_add_up_to_the_bill_without_a_cut() {
        String usage = """
                "usage":[{"meter":"m","quantity":"10","at":"2026-11-20"},{"meter":"m","quantity":"4","at":"2026-12-20"}]""";
        String both = "\"start\":\"2026-11-01\",\"end\":\"2027-01-01\"";
        String whole = text(bill("\"changes\":[]", usage, both), "total");
        String first = text(bill("\"changes\":[]", usage, "\"start\":\"2026-11-01\",\"end\":\"2026-12-01\""), "total");
        String rest = text(bill("\"changes\":[]", usage + ",\"billedUpTo\":\"2026-12-01T00:00:00Z\"", both), "total");

        assertEquals("14.00", whole);
        assertEquals("10.00", first);
        assertEquals("4.00", rest);
    }

    private JsonNode bill(String changes, String rest) {
        return bill(changes, rest, "\"start\":\"2026-11-01\",\"end\":\"2026-12-01\"");
    }

    private JsonNode bill(String changes, String rest, String period) {
        return post("bill", """
                {"currency":"USD","zone":"UTC","subscription":{"start":"2026-11-01",%s},%s,"period":{%s},
                 "plan":{"key":"p","charges":[{"key":"m","kind":"USAGE","meter":"m",
                   "price":{"model":"per_unit","unitPrice":"1"}}]}}""".formatted(changes, rest, period));
    }

    private String packages(String quantity) {
        return text(price("""
                {"currency":"USD","quantity":"%s","price":{"model":"package","packageSize":"3","packagePrice":"1"}}""".formatted(quantity)), "unroundedAmount");
    }

    private JsonNode count(String start, String end, String events) {
        return post("aggregation", """
                {"meter":{"aggregation":"COUNT"},"period":{"start":"%s","end":"%s"},"events":%s}""".formatted(start, end, events));
    }

    private JsonNode aggregate(String kind, String events) {
        return post("aggregation", """
                {"meter":{"aggregation":"%s","value":"/value"},
                 "period":{"start":"2026-11-01T00:00:00Z","end":"2026-12-01T00:00:00Z"},"events":[%s]}""".formatted(kind, events));
    }

    private static String event(String id, String time, String value) {
        return """
                {"id":"%s","source":"s","time":"%s","data":{"value":"%s"}}""".formatted(id, time, value);
    }

    private JsonNode price(String json) {
        return post("price", json);
    }

    private JsonNode post(String simulation, String json) {
        try {
            return simulator.post(simulation, JSON.readTree(json));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String text(JsonNode node, String field) {
        return node.get(field).textValue();
    }
}
