package io.tallystick.rating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tallystick.schemas.access.AccessKey.Role;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** From a draft to an archived version, over REST. */
@Tag("integration")
@QuarkusTest
@QuarkusTestResource(RatingResources.class)
class PlansTest {
    @Inject
    Log log;

    private Api operator;

    @BeforeEach
    void callAsOperator() {
        operator = new Api(log.key(Role.OPERATOR, null));
    }

    @Test
    void a_draft_says_what_is_wrong_with_it_and_is_published_once_nothing_is() {
        Api.Answer begun = operator.put(
                        "/v1/plans/lint/draft", plan("lint", "19.00").replace("flat", "volume"))
                .mustBe(422, "invalid_plan");
        assertEquals("unknown_field", begun.text("/errors/0/code"));

        Api.Answer wrong = operator.put(
                        "/v1/plans/lint/draft", plan("lint", "19.00").replace("fee", "FEE"))
                .mustBe(201);
        operator.postIf("/v1/plans/lint/draft/publication", wrong.etag()).mustBe(422, "invalid_plan");
        Api.Answer right = operator.putIf("/v1/plans/lint/draft", plan("lint", "19.00"), wrong.etag())
                .mustBe(200);
        Api.Answer published = operator.postIf("/v1/plans/lint/draft/publication", right.etag())
                .mustBe(201);

        assertFalse(wrong.json().at("/publishable").asBoolean());
        assertEquals("key_invalid", wrong.text("/findings/0/code"));
        assertTrue(right.json().at("/publishable").asBoolean());
        assertEquals(1, published.json().at("/version").asInt());
        assertEquals("published", published.text("/state"));
        operator.get("/v1/plans/lint/draft").mustBe(404, "not_found");
    }

    @Test
    void a_published_version_stays_as_it_is_beside_the_next_one() {
        publish("side", "19.00");
        String before =
                operator.get("/v1/plans/side/versions/1").mustBe(200).text("/definition/charges/0/price/amount");

        publish("side", "29.00");

        JsonNode plan = operator.get("/v1/plans/side").mustBe(200).json();
        assertEquals(2, plan.at("/versions").size());
        assertEquals(2, plan.at("/version").asInt());
        assertEquals(
                before,
                operator.get("/v1/plans/side/versions/1").mustBe(200).text("/definition/charges/0/price/amount"));
    }

    @Test
    void of_two_edits_of_the_same_draft_one_wins() throws Exception {
        String etag = operator.put("/v1/plans/race/draft", plan("race", "1.00"))
                .mustBe(201)
                .etag();
        operator.put("/v1/plans/race/draft", plan("race", "2.00")).mustBe(409, "draft_exists");

        List<Integer> answers = bothAtOnce(
                () -> operator.putIf("/v1/plans/race/draft", plan("race", "3.00"), etag)
                        .status(),
                () -> operator.putIf("/v1/plans/race/draft", plan("race", "4.00"), etag)
                        .status());

        assertEquals(List.of(200, 412), answers);
        operator.deleteIf("/v1/plans/race/draft", etag).mustBe(412, "version_changed");
        operator.deleteIf("/v1/plans/race/draft", "*").mustBe(204);
        String again = operator.put("/v1/plans/race/draft", plan("race", "1.00"))
                .mustBe(201)
                .etag();
        assertFalse(again.equals(etag), "an edit of a discarded draft passes on the next one");
    }

    @Test
    void a_draft_that_two_people_publish_becomes_one_version() throws Exception {
        String etag = operator.put("/v1/plans/twice/draft", plan("twice", "1.00"))
                .mustBe(201)
                .etag();

        List<Integer> answers = bothAtOnce(
                () -> operator.postIf("/v1/plans/twice/draft/publication", etag).status(),
                () -> operator.postIf("/v1/plans/twice/draft/publication", etag).status());

        assertEquals(List.of(201, 404), answers);
        assertEquals(1, operator.get("/v1/plans/twice").json().at("/versions").size());
    }

    @Test
    void an_archived_version_keeps_its_subscriptions_and_takes_no_others() {
        publish("old", "19.00");
        operator.post("/v1/subscriptions", subscription("keeps", "old")).mustBe(201);

        Api.Answer archived =
                operator.post("/v1/plans/old/versions/1/archival", "").mustBe(200);

        assertEquals("archived", archived.text("/state"));
        operator.post("/v1/subscriptions", subscription("comes", "old")).mustBe(422, "plan_archived");
        operator.post("/v1/subscriptions", subscription("comes", "old").replace(",\"version\":1", ""))
                .mustBe(422, "invalid_subscription");
        operator.post("/v1/subscriptions/sub-keeps/changes", "{\"at\":\"2026-11-10\",\"pause\":true}")
                .mustBe(200);
        assertEquals(
                archived.text("/archivedAt"),
                operator.post("/v1/plans/old/versions/1/archival", "")
                        .mustBe(200)
                        .text("/archivedAt"));
        operator.post("/v1/plans/old/versions/9/archival", "").mustBe(404, "not_found");
    }

    @Test
    void the_content_of_an_archived_version_that_is_loaded_again_is_sold_as_another_version() {
        publish("again", "19.00");
        operator.post("/v1/plans/again/versions/1/archival", "").mustBe(200);

        Api.Answer published = operator.post("/v1/plans/again/versions", plan("again", "19.00"))
                .mustBe(201);

        assertEquals(2, published.json().at("/version").asInt());
    }

    @Test
    void a_subscription_with_an_id_or_a_name_beyond_its_bound_is_refused_by_name() {
        publish("bounds", "19.00");
        String id = "x".repeat(256);

        Api.Answer refused = operator.post(
                        "/v1/subscriptions", subscription("bounds", "bounds").replace("sub-bounds", id))
                .mustBe(422, "invalid_subscription");

        assertEquals("/id", refused.text("/errors/0/pointer"), refused.response()::body);
        assertEquals("text_too_long", refused.text("/errors/0/code"));
        operator.post("/v1/subscriptions", subscription("bounds\\u0000", "bounds"))
                .mustBe(422, "invalid_subscription");
        operator.post("/v1/subscriptions", subscription("", "bounds")).mustBe(422, "invalid_subscription");
    }

    private void publish(String key, String amount) {
        String etag = operator.put("/v1/plans/" + key + "/draft", plan(key, amount))
                .mustBe(201)
                .etag();
        operator.postIf("/v1/plans/" + key + "/draft/publication", etag).mustBe(201);
    }

    private static List<Integer> bothAtOnce(Callable<Integer> one, Callable<Integer> other) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            var first = threads.submit(one);
            var second = threads.submit(other);
            return List.of(Math.min(first.get(), second.get()), Math.max(first.get(), second.get()));
        }
    }

    private static String plan(String key, String amount) {
        return """
                {"key":"%s","currency":"USD","charges":[
                 {"key":"fee","kind":"RECURRING","price":{"model":"flat","amount":"%s"}}]}""".formatted(key, amount);
    }

    private static String subscription(String customer, String plan) {
        return """
                {"id":"sub-%s","customerId":"%s","plan":{"key":"%s","version":1},"start":"2026-11-01"}""".formatted(customer, customer, plan);
    }
}
