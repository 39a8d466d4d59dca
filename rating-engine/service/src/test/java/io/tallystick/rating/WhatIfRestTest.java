package io.tallystick.rating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tallystick.schemas.access.AccessKey.Role;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What past periods would have cost, over REST. */
@Tag("integration")
@QuarkusTest
@QuarkusTestResource(RatingResources.class)
class WhatIfRestTest {
    private static final String PATH = "/v1/what-ifs";

    @Inject
    Log log;

    private Api operator;

    @BeforeEach
    void callAsOperator() {
        operator = new Api(log.key(Role.OPERATOR, null));
    }

    /** A plan with a fee of 10.00 a month, and a subscription from October on. */
    private void sell(String plan, String... customers) {
        operator.postYaml("/v1/price-books", "plans: [" + definition(plan, "10.00") + "]")
                .mustBe(200);
        for (String customer : customers) {
            operator.post("/v1/subscriptions", """
                            {"id":"sub-%s","customerId":"%s","plan":{"key":"%s"},"start":"2026-10-01T00:00:00Z"}""".formatted(customer, customer, plan))
                    .mustBe(201);
            Log.await(() -> operator.get("/v1/usage/lines?customerId=" + customer)
                            .json()
                            .get("items")
                            .size()
                    > 0);
        }
    }

    private static String definition(String plan, String fee) {
        return """
                {"key":"%s","currency":"USD","charges":[
                 {"key":"fee","kind":"RECURRING","timing":"IN_ADVANCE","price":{"model":"flat","amount":"%s"}}]}""".formatted(plan, fee);
    }

    private static String asked(String plan, String fee, String customers) {
        return """
                {"definition":%s,"from":"2026-10-01","to":"2026-11-01","customers":%s}""".formatted(definition(plan, fee), customers);
    }

    private JsonNode completed(Api.Answer begun) {
        String path = begun.response().headers().firstValue("Location").orElseThrow();
        path = path.substring(path.indexOf(PATH));
        String place = path;
        Log.await(() -> operator.get(place).mustBe(200).text("/state").equals("completed"));
        return operator.get(place).json();
    }

    @Test
    void it_is_asked_once_runs_by_itself_and_tells_who_would_pay_more() {
        sell("asked", "asker-a", "asker-b");
        String body = asked("asked", "12.50", "[\"asker-a\",\"asker-b\"]");

        Api.Answer begun = operator.post(PATH, body, "what-if-1").mustBe(202);
        Api.Answer again = operator.post(PATH, body, "what-if-1").mustBe(202);
        JsonNode done = completed(begun);

        assertEquals(begun.text("/id"), again.text("/id"));
        operator.post(PATH, asked("asked", "13.00", "[]"), "what-if-1").mustBe(422, "idempotency_key_reused");
        assertEquals("2", done.at("/progress/customers").asText());
        assertEquals("2", done.at("/progress/of").asText());
        assertEquals("20.00", done.at("/totals/0/was").asText());
        assertEquals("25.00", done.at("/totals/0/would").asText());
        assertEquals("5.00", done.at("/totals/0/delta").asText());
        assertEquals("2", done.at("/totals/0/losers").asText());
        String results = PATH + "/" + begun.text("/id") + "/results";
        Api.Answer first = operator.get(results + "?outcome=losers&limit=1").mustBe(200);
        assertEquals("2.50", first.text("/items/0/delta"));
        Api.Answer second = operator.get(results + "?outcome=losers&limit=1&after=" + first.text("/next"))
                .mustBe(200);
        assertEquals(
                List.of("asker-a", "asker-b"),
                List.of(first.text("/items/0/customerId"), second.text("/items/0/customerId")).stream()
                        .sorted()
                        .toList());
        assertEquals(
                0,
                operator.get(results + "?outcome=winners").json().get("items").size());
        operator.get(results + "?outcome=none").mustBe(400, "invalid_parameter");
        operator.get(results + "?after=x").mustBe(400, "invalid_cursor");
    }

    @Test
    void the_draft_that_is_kept_is_taken_as_it_was_when_it_was_asked() {
        sell("drafted", "drafter");
        operator.put("/v1/plans/drafted/draft", definition("drafted", "8.00")).mustBe(201);

        JsonNode done = completed(operator.post(
                        PATH,
                        "{\"plan\":\"drafted\",\"from\":\"2026-10-01\",\"to\":\"2026-11-01\",\"customers\":[\"drafter\"]}")
                .mustBe(202));

        assertEquals("-2.00", done.at("/totals/0/delta").asText());
        assertEquals("1", done.at("/totals/0/winners").asText());
    }

    @Test
    void one_that_was_stopped_says_so_and_one_that_has_ended_stays_as_it_is() {
        sell("stopped", "stopper");
        String id = operator.post(PATH, asked("stopped", "1.00", "[\"stopper\"]"))
                .mustBe(202)
                .text("/id");

        String state =
                operator.post(PATH + "/" + id + "/cancellation", "").mustBe(200).text("/state");

        assertEquals(state, operator.get(PATH + "/" + id).text("/state"));
        assertEquals(
                state,
                operator.post(PATH + "/" + id + "/cancellation", "").mustBe(200).text("/state"));
        assertFalse(state.equals("running"));
        operator.get(PATH + "?limit=1").mustBe(200);
    }

    @Test
    void what_cannot_be_computed_is_refused_by_field() {
        assertEquals("/from", refused("{\"plan\":\"p\",\"to\":\"2026-11-01\"}"));
        assertEquals("/to", refused("{\"plan\":\"p\",\"from\":\"2026-10-01\",\"to\":\"tomorrow\"}"));
        assertEquals("/to", refused("{\"plan\":\"p\",\"from\":\"2026-10-01\",\"to\":\"2026-10-01\"}"));
        assertEquals("/plan", refused("{\"from\":\"2026-10-01\",\"to\":\"2026-11-01\"}"));
        assertEquals("/plan", refused("{\"plan\":\"undrafted\",\"from\":\"2026-10-01\",\"to\":\"2026-11-01\"}"));
        operator.post(PATH, asked("faulty", "-1.00", "[]").replace("flat", "flatt"))
                .mustBe(422);
        operator.post(PATH, "{\"plam\":\"p\"}").mustBe(400, "invalid_body");
        operator.get(PATH + "/nobody").mustBe(404, "not_found");
        operator.get(PATH + "/nobody/results").mustBe(404, "not_found");
        operator.post(PATH + "/nobody/cancellation", "").mustBe(404, "not_found");
        assertEquals(403, new Api(log.key(Role.CUSTOMER, "asker")).get(PATH).status());
    }

    private String refused(String body) {
        return operator.post(PATH, body).mustBe(422, "invalid_what_if").text("/errors/0/pointer");
    }
}
