package io.tallystick.rating;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tallystick.schemas.access.AccessKey.Role;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Subscribers that are moved to the next version of their plan, over REST. */
@Tag("integration")
@QuarkusTest
@QuarkusTestResource(RatingResources.class)
class PlanMigrationTest {
    @Inject
    Log log;

    @Inject
    InstantSource clock;

    private Api operator;
    private YearMonth month;
    private static final AtomicInteger orders = new AtomicInteger();

    @BeforeEach
    void callAsOperator() {
        operator = new Api(log.key(Role.OPERATOR, null));
        month = YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
    }

    @Test
    void a_preview_says_what_the_period_cost_and_would_cost_and_stores_nothing() {
        publish("seen", "30.00", "1.00");
        subscribe("seen", "seen");
        log.event("seen", """
                {"specversion":"1.0","id":"e1","source":"test","type":"migrated.calls","subject":"seen","time":"%s","data":{}}""".formatted(start()));
        Log.await(() -> operator.get("/v1/usage/events?customerId=seen")
                        .json()
                        .at("/items")
                        .size()
                == 1);
        publish("seen", "60.00", "3.00");
        String before = operator.get("/v1/subscriptions/sub-seen").mustBe(200).text("/version");

        JsonNode atEnd = operator.post("/v1/plan-migrations/preview", order("seen", "PERIOD_END"))
                .mustBe(200)
                .json();
        JsonNode fromStart = operator.post(
                        "/v1/plan-migrations/preview",
                        order("seen", "NOW").replaceFirst("\"at\":\"[^\"]*\"", "\"at\":\"" + start() + "\""))
                .mustBe(200)
                .json();

        JsonNode one = atEnd.at("/subscriptions/0");
        assertEquals("sub-seen", one.get("subscriptionId").asText());
        assertEquals(List.of("fee", "calls"), texts(one.at("/differences/repriced")));
        assertEquals("as_if_whole_period", one.at("/effect/basis").asText());
        assertEquals("31.00", one.at("/effect/was").asText());
        assertEquals("63.00", one.at("/effect/would").asText());
        assertEquals("32.00", one.at("/effect/delta").asText());
        assertEquals(end(), one.get("effectiveAt").asText());
        assertEquals("period", fromStart.at("/subscriptions/0/effect/basis").asText());
        assertEquals("63.00", fromStart.at("/totals/byCurrency/0/would").asText());
        assertEquals(before, operator.get("/v1/subscriptions/sub-seen").text("/version"));
        assertEquals(1, planAt("seen"));
    }

    @Test
    void one_that_cannot_be_moved_is_listed_with_its_reason_and_stops_no_other() {
        publish("many", "30.00", "1.00");
        for (int i = 0; i < 7; i++) {
            subscribe("many-" + i, "many");
        }
        publish("other", "5.00", "1.00");
        operator.post(
                        "/v1/subscriptions/sub-many-3/changes",
                        "{\"at\":\"%s\",\"plan\":{\"key\":\"other\"},\"effective\":\"PERIOD_END\"}".formatted(start()))
                .mustBe(200);
        publish("many", "40.00", "1.00");

        JsonNode done = run(order("many", "NOW"));

        assertEquals(6, done.get("moved").asInt(), done::toString);
        assertEquals(1, done.get("refused").asInt());
        JsonNode refused = operator.get(
                        "/v1/plan-migrations/" + done.get("id").asText() + "/subscriptions?refusedOnly=true")
                .mustBe(200)
                .json();
        assertEquals("sub-many-3", refused.at("/items/0/subscriptionId").asText());
        assertEquals("plan_change_pending", refused.at("/items/0/code").asText());
        Log.await(() -> operator.get("/v1/subscriptions/sub-many-0")
                .json()
                .get("announced")
                .asBoolean());
        assertEquals(2, planAt("many-0"));
    }

    @Test
    void ordered_again_it_finds_nothing_to_do() {
        publish("repeat", "30.00", "1.00");
        subscribe("repeat-a", "repeat");
        publish("repeat", "40.00", "1.00");
        run(order("repeat", "PERIOD_END"));

        JsonNode again = run(order("repeat", "PERIOD_END"));

        assertEquals(0, again.get("moved").asInt());
        assertEquals(
                2,
                operator.get("/v1/subscriptions/sub-repeat-a")
                        .json()
                        .at("/facts")
                        .size());
    }

    @Test
    void chosen_customers_are_moved_and_the_others_stay() {
        publish("some", "30.00", "1.00");
        subscribe("some-a", "some");
        subscribe("some-b", "some");
        publish("some", "40.00", "1.00");

        JsonNode done = run(order("some", "NOW").replace("}]", "}],\"customers\":[\"some-b\"]"));

        assertEquals(1, done.get("moved").asInt());
        assertEquals(1, planAt("some-a"));
        assertEquals(2, planAt("some-b"));
    }

    @Test
    void an_order_that_makes_no_sense_is_refused_by_field() {
        Api.Answer refused = operator.post("/v1/plan-migrations", "{\"from\":[],\"to\":{\"key\":\"nothing\"},\"by\":1}")
                .mustBe(422, "invalid_plan_migration");

        assertEquals(
                List.of("/from", "/to/key", "/by"), refused.json().get("errors").findValuesAsText("pointer"));
        operator.get("/v1/plan-migrations/none").mustBe(404, "not_found");
        operator.post("/v1/plan-migrations", "{\"from\":[{\"key\":\"x\"}],\"to\":{\"key\":\"nothing\",\"version\":3}}")
                .mustBe(422, "plan_not_on_sale");
    }

    private JsonNode run(String order) {
        Api.Answer begun = operator.post("/v1/plan-migrations", order, "order-" + orders.incrementAndGet())
                .mustBe(202);
        String path = "/v1/plan-migrations/" + begun.text("/id");
        Log.await(() -> operator.get(path).mustBe(200).text("/state").equals("completed"));
        return operator.get(path).json();
    }

    private int planAt(String customer) {
        JsonNode facts =
                operator.get("/v1/subscriptions/sub-" + customer).json().get("facts");
        JsonNode last = facts.get(facts.size() - 1);
        return (last.has("plan") ? last.get("plan") : last.get("start"))
                .get("version")
                .asInt();
    }

    private void publish(String key, String fee, String call) {
        operator.postYaml("/v1/price-books", """
                        meters:
                          - {key: migrated_calls, eventTypes: [migrated.calls], aggregation: COUNT}
                        plans:
                          - key: %s
                            currency: USD
                            charges:
                              - {key: fee, kind: RECURRING, price: {model: flat, amount: "%s"}}
                              - {key: calls, kind: USAGE, meter: migrated_calls, price: {model: per_unit, unitPrice: "%s"}}
                        """.formatted(key, fee, call)).mustBe(200);
    }

    private void subscribe(String customer, String plan) {
        operator.post("/v1/subscriptions", """
                        {"id":"sub-%s","customerId":"%s","plan":{"key":"%s"},"start":"%s"}""".formatted(customer, customer, plan, start()))
                .mustBe(201);
    }

    private String order(String plan, String when) {
        return """
                {"from":[{"key":"%s"}],"to":{"key":"%s"},"at":"%s","effective":"%s"}""".formatted(plan, plan, clock.instant(), when);
    }

    private String start() {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().toString();
    }

    private String end() {
        return month.plusMonths(1)
                .atDay(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
                .toString();
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
