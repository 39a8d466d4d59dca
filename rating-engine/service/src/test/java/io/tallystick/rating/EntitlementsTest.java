package io.tallystick.rating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tallystick.schemas.access.AccessKey.Role;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The limits of the reference price book, as a service meets them before a call. */
@Tag("integration")
@QuarkusTest
@QuarkusTestResource(RatingResources.class)
class EntitlementsTest {
    @Inject
    Log log;

    @Inject
    InstantSource clock;

    private Api operator;
    private Instant now;
    private ZoneId noon;

    @BeforeEach
    void loadTheReferencePriceBook() throws IOException {
        operator = new Api(log.key(Role.OPERATOR, null));
        try (InputStream book = RatingTest.class.getResourceAsStream("/price-books/mcp-hosting.yaml")) {
            operator.postYaml("/v1/price-books", new String(book.readAllBytes(), StandardCharsets.UTF_8))
                    .mustBe(200);
        }
        now = clock.instant();
        // A zone in which it is noon now, so that no day ends while a test runs.
        int ahead = 12 - now.atOffset(ZoneOffset.UTC).getHour();
        noon = ZoneId.of("Etc/GMT" + (ahead > 0 ? "-" + ahead : "+" + -ahead));
    }

    @Test
    void the_community_tier_has_a_hundred_calls_a_day_and_the_call_beyond_them_is_still_rated() {
        subscribe("free", "community");
        calls("free", 0, 99, "m1", now);
        awaitUsed("free", "api_calls", "99");
        assertAllowed(true, ask("free", "api_calls"));

        calls("free", 99, 2, "m1", now);
        // Yesterday's calls came late: they are yesterday's.
        calls("free", 500, 3, "m1", now.minus(Duration.ofDays(1)));
        awaitUsed("free", "api_calls", "101");

        JsonNode answer = ask("free", "api_calls");
        assertAllowed(false, answer);
        assertEquals("0", answer.get("remaining").asText());
        assertEquals("100", answer.get("limit").asText());
        assertEquals("DAY", answer.get("per").asText());
        assertTrue(answer.get("hard").asBoolean());
        assertEquals("limit_reached", answer.get("reason").asText());
        assertEquals("community", answer.at("/plan/key").asText());
        Instant midnight =
                LocalDate.ofInstant(now, noon).plusDays(1).atStartOfDay(noon).toInstant();
        assertEquals(midnight.toString(), answer.get("resetsAt").asText());
        Log.await(() -> quantity("free", "calls").equals("104"));
    }

    @Test
    void the_community_tier_may_go_on_with_the_one_model_that_it_uses() {
        subscribe("modest", "community");
        assertAllowed(true, ask("modest", "models?value=m1"));
        calls("modest", 0, 2, "m1", now);
        awaitUsed("modest", "models", "1");

        assertAllowed(true, ask("modest", "models?value=m1"));
        assertAllowed(false, ask("modest", "models?value=m2"));
        assertAllowed(false, ask("modest", "models"));
    }

    @Test
    void the_community_tier_stores_one_gigabyte_in_the_mean_of_the_period() {
        subscribe("stores", "community");
        log.event(
                "stores",
                event(
                        "stores",
                        "io.tallystick.storage.v1",
                        "s1",
                        start(),
                        "{\"gigabytes\":\"2\",\"class\":\"standard\"}"));
        awaitUsed("stores", "storage_gb", "2");

        assertAllowed(false, ask("stores", "storage_gb"));
    }

    @Test
    void an_upgrade_keeps_what_was_counted_and_lifts_the_limit() {
        subscribe("grows", "community");
        calls("grows", 0, 3, "m1", now);
        calls("grows", 3, 3, "m2", now);
        awaitUsed("grows", "models", "2");
        assertAllowed(false, ask("grows", "models?value=m3"));

        operator.post(
                        "/v1/subscriptions/sub-grows/changes",
                        "{\"at\":\"%s\",\"plan\":{\"key\":\"developer\"}}".formatted(start()))
                .mustBe(200);

        assertAllowed(true, ask("grows", "models?value=m3"));
        awaitUsed("grows", "models", "2");
        assertEquals("3", ask("grows", "models").get("remaining").asText());
        JsonNode calls = ask("grows", "api_calls");
        assertAllowed(true, calls);
        assertEquals("included", calls.get("kind").asText());
    }

    @Test
    void the_price_of_one_more_call_is_what_the_tiers_say_after_those_of_the_period() {
        operator.postYaml("/v1/plans/tiny/versions", """
                key: tiny
                currency: USD
                charges:
                  - key: calls
                    kind: USAGE
                    meter: api_calls
                    allowance: "2"
                    price: {model: graduated, tiers: [{upTo: "1", unitPrice: "0.0050"}, {unitPrice: "0.0040"}]}
                """).mustBe(201);
        subscribe("tiny", "tiny");
        String[] expected = {"0", "0", "0.005", "0.004"};
        for (int used = 0; used < expected.length; used++) {
            String before = Integer.toString(used);
            Log.await(() -> quantity("tiny", "calls").equals(before));
            JsonNode price = operator.get("/v1/entitlements/tiny/api_calls/price")
                    .mustBe(200)
                    .json();
            assertEquals(expected[used], price.get("amount").asText());
            assertEquals(before, price.get("used").asText());
            assertEquals("USD", price.get("currency").asText());
            assertEquals("marginal_estimate", price.get("basis").asText());
            calls("tiny", used, 1, "m1", now);
        }
        operator.get("/v1/entitlements/tiny/storage_gb/price").mustBe(404, "no_unit_price");
    }

    @Test
    void usage_before_the_subscription_was_entered_counts_once_it_is() {
        calls("entered-later", 0, 5, "m1", now);
        Log.await(() -> operator.get("/v1/usage/events?customerId=entered-later")
                        .json()
                        .at("/items")
                        .size()
                == 5);

        subscribe("entered-later", "community");

        awaitUsed("entered-later", "api_calls", "5");
        assertEquals("1", ask("entered-later", "models").get("used").asText());
    }

    @Test
    void an_add_on_lifts_a_limit_as_the_plan_says() {
        operator.postYaml("/v1/plans/team/versions", """
                key: team
                currency: USD
                charges:
                  - {key: seats, kind: ADD_ON, price: {model: per_unit, unitPrice: "5.00"}}
                entitlements:
                  - {feature: projects, limit: "3", raisedBy: [{charge: seats, by: "10"}]}
                  - {feature: tokens, meter: compute_seconds, limit: "10", per: MONTH, hard: false, raisedBy: [{charge: seats, by: "5"}]}
                  - {feature: sso}
                """).mustBe(201);
        subscribe("team", "team");
        assertEquals("3", ask("team", "projects").get("limit").asText());

        operator.post(
                        "/v1/subscriptions/sub-team/changes",
                        "{\"at\":\"%s\",\"addOn\":{\"charge\":\"seats\",\"quantity\":\"2\"}}".formatted(start()))
                .mustBe(200);

        assertEquals("23", ask("team", "projects").get("limit").asText());
        assertAllowed(true, ask("team", "projects?need=23"));
        assertAllowed(false, ask("team", "projects?need=24"));
        assertEquals("20", ask("team", "tokens").get("limit").asText());
        log.event(
                "team",
                event(
                        "team",
                        "io.tallystick.compute.v1",
                        "c1",
                        now.toString(),
                        "{\"seconds\":\"25\",\"accelerator\":\"cpu\"}"));
        awaitUsed("team", "tokens", "25");
        JsonNode beyond = ask("team", "tokens");
        assertAllowed(true, beyond);
        assertEquals("limit_reached", beyond.get("reason").asText());
        assertAllowed(true, ask("team", "sso"));
        JsonNode all = operator.get("/v1/entitlements/team").mustBe(200).json().get("entitlements");
        assertEquals(List.of("projects", "sso", "tokens"), all.findValuesAsText("feature"));
    }

    @Test
    void an_enterprise_customer_has_limits_of_its_own() {
        subscribe("firm", "community");
        calls("firm", 0, 101, "m1", now);
        awaitUsed("firm", "api_calls", "101");
        assertAllowed(false, ask("firm", "api_calls"));

        change("firm", "{\"feature\":\"api_calls\",\"limit\":\"250\"}").mustBe(200);
        JsonNode raised = ask("firm", "api_calls");
        assertAllowed(true, raised);
        assertEquals("250", raised.get("limit").asText());
        assertEquals("149", raised.get("remaining").asText());

        change("firm", "{\"feature\":\"api_calls\",\"limit\":\"50\",\"hard\":false}")
                .mustBe(200);
        JsonNode soft = ask("firm", "api_calls");
        assertAllowed(true, soft);
        assertEquals("limit_reached", soft.get("reason").asText());

        change("firm", "{\"feature\":\"api_calls\",\"listed\":true}").mustBe(200);
        assertAllowed(false, ask("firm", "api_calls"));
        change("firm", "{\"feature\":\"teleport\",\"limit\":\"1\"}").mustBe(422, "unknown_feature");
        // What is counted goes on through all of it.
        assertEquals("101", ask("firm", "api_calls").get("used").asText());
    }

    private Api.Answer change(String customer, String limit) {
        return operator.post(
                "/v1/subscriptions/sub-" + customer + "/changes",
                "{\"at\":\"%s\",\"limit\":%s}".formatted(start(), limit));
    }

    @Test
    void a_customer_asks_about_itself_and_a_service_about_those_that_it_serves() {
        subscribe("mine", "community");
        Api own = new Api(log.key(Role.CUSTOMER, "mine"));
        Api other = new Api(log.key(Role.CUSTOMER, "other"));
        Api service = new Api(log.key(Role.INGEST, null));

        assertAllowed(
                true, own.get("/v1/entitlements/mine/api_calls").mustBe(200).json());
        assertAllowed(
                true, service.get("/v1/entitlements/mine/api_calls").mustBe(200).json());
        other.get("/v1/entitlements/mine/api_calls").mustBe(404, "not_found");
        other.get("/v1/entitlements/mine").mustBe(404, "not_found");
        JsonNode nobody =
                service.get("/v1/entitlements/nobody/api_calls").mustBe(200).json();
        assertAllowed(false, nobody);
        assertEquals("no_subscription", nobody.get("reason").asText());
        assertEquals("not_included", ask("mine", "teleport").get("reason").asText());
        service.get("/v1/entitlements/mine/api_calls?need=many").mustBe(400, "invalid_parameter");
    }

    private void subscribe(String customer, String plan) {
        operator.post("/v1/subscriptions", """
                        {"id":"sub-%s","customerId":"%s","plan":{"key":"%s"},"start":"%s","zone":"%s"}""".formatted(customer, customer, plan, start(), noon.getId()))
                .mustBe(201);
    }

    /** The beginning of yesterday. */
    private String start() {
        return LocalDate.ofInstant(now, noon)
                .minusDays(1)
                .atStartOfDay(noon)
                .toInstant()
                .toString();
    }

    private void calls(String customer, int first, int count, String model, Instant at) {
        List<String> events = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            events.add(event(
                    customer,
                    "io.tallystick.mcp.tool-call.v1",
                    "c" + i,
                    at.toString(),
                    "{\"tool\":\"t\",\"outcome\":\"ok\",\"model\":\"%s\"}".formatted(model)));
        }
        log.events(customer, events);
    }

    private static String event(String customer, String type, String id, String time, String data) {
        return """
                {"specversion":"1.0","id":"%s","source":"test","type":"%s","subject":"%s","time":"%s","data":%s}""".formatted(id, type, customer, time, data);
    }

    private JsonNode ask(String customer, String feature) {
        return operator.get("/v1/entitlements/" + customer + "/" + feature)
                .mustBe(200)
                .json();
    }

    private void awaitUsed(String customer, String feature, String used) {
        Log.await(() -> ask(customer, feature).path("used").asText().equals(used));
    }

    private String quantity(String customer, String charge) {
        for (JsonNode line : operator.get("/v1/usage/lines?customerId=" + customer)
                .mustBe(200)
                .json()
                .get("items")) {
            if (line.get("chargeKey").asText().equals(charge)) {
                return line.get("quantity").asText();
            }
        }
        return "";
    }

    private static void assertAllowed(boolean allowed, JsonNode answer) {
        if (allowed) {
            assertTrue(answer.get("allowed").asBoolean(), answer::toPrettyString);
        } else {
            assertFalse(answer.get("allowed").asBoolean(), answer::toPrettyString);
        }
    }
}
