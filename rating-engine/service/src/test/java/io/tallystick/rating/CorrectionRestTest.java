package io.tallystick.rating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tallystick.schemas.access.AccessKey.Role;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Corrections over REST: previewed, made once, told by the trace. */
@Tag("integration")
@QuarkusTest
@QuarkusTestResource(RatingResources.class)
class CorrectionRestTest {
    private static final String PATH = "/v1/usage/corrections";

    @Inject
    Log log;

    private Api operator;

    @BeforeEach
    void oneEventOfACustomer() throws IOException {
        operator = new Api(log.key(Role.OPERATOR, null));
        try (InputStream book = CorrectionRestTest.class.getResourceAsStream("/price-books/pipeline.yaml")) {
            operator.postYaml("/v1/price-books", new String(book.readAllBytes(), StandardCharsets.UTF_8))
                    .mustBe(200);
        }
    }

    private void event(String customer) {
        operator.post("/v1/subscriptions", """
                        {"id":"sub-%s","customerId":"%s","plan":{"key":"developer"},"start":"2026-11-01T00:00:00Z"}
                        """.formatted(customer, customer)).mustBe(201);
        log.event(customer, """
                {"specversion":"1.0","id":"e1","source":"test","type":"io.tallystick.compute.v1","subject":"%s",
                 "time":"2026-11-03T00:00:00Z","data":{"seconds":"100000","accelerator":"gpu"}}""".formatted(customer));
        Log.await(() -> state(customer).equals("rated"));
    }

    private String state(String customer) {
        Api.Answer trace = operator.get("/v1/usage/events/trace?customerId=" + customer + "&source=test&id=e1");
        return trace.status() == 200 ? trace.text("/state") : "";
    }

    private static String voiding(String customer, String reason) {
        return "{\"kind\":\"void\",\"customerId\":\"" + customer + "\",\"source\":\"test\",\"id\":\"e1\",\"reason\":\""
                + reason + "\"}";
    }

    @Test
    void a_void_is_previewed_made_once_and_told_by_the_trace() {
        event("corrected");

        Api.Answer preview = operator.post(PATH + "?dryRun=true", voiding("corrected", "a load test"))
                .mustBe(200);
        Api.Answer first = operator.post(PATH, voiding("corrected", "a load test"), "void-1")
                .mustBe(202);
        Api.Answer again = operator.post(PATH, voiding("corrected", "a load test"), "void-1")
                .mustBe(202);
        Log.await(() -> state("corrected").equals("voided"));

        assertEquals("-120.00", preview.text("/totals/USD"));
        assertEquals(first.text("/id"), again.text("/id"));
        assertEquals("applied", operator.get(PATH + "/" + first.text("/id")).text("/state"));
        operator.post(PATH, voiding("corrected", "once more")).mustBe(409, "already_voided");
        String story = operator.get("/v1/usage/events/trace?customerId=corrected&source=test&id=e1")
                .json()
                .get("story")
                .toString();
        assertTrue(story.contains("a load test"), story);
        assertTrue(operator.get("/v1/usage/reconciliation?deep=true")
                .json()
                .get("balanced")
                .booleanValue());
    }

    @Test
    void events_are_listed_by_every_filter_page_by_page() {
        event("listed");
        log.event("listed", """
                {"specversion":"1.0","id":"e2","source":"test","type":"io.tallystick.compute.v1","subject":"listed",
                 "time":"2026-11-04T00:00:00Z","data":{"seconds":"1","accelerator":"gpu"}}""");
        log.event("listed", """
                {"specversion":"1.0","id":"e3","source":"test","type":"io.tallystick.mcp.tool-call.v1","subject":"listed",
                 "time":"2026-10-04T00:00:00Z","data":{"outcome":"ok","model":"m1"}}""");
        Log.await(() -> ids("").size() == 3);

        assertEquals(List.of("e1", "e2"), ids("&type=io.tallystick.compute.v1"));
        assertEquals(List.of("e3"), ids("&disposition=unmatched"));
        assertEquals(List.of("e3"), ids("&reason=no_subscription"));
        assertEquals(List.of("e2"), ids("&from=2026-11-04T00:00:00Z"));
        assertEquals(List.of("e3"), ids("&to=2026-11-03T00:00:00Z"));
        assertEquals(List.of(), ids("&receivedTo=2020-01-01T00:00:00Z"));
        assertEquals(
                List.of("e3", "e1", "e2"),
                ids("&receivedFrom=2020-01-01T00:00:00Z"),
                "by the day on which they occurred, then in the order of their arrival");
        Api.Answer first = operator.get("/v1/usage/events?customerId=listed&limit=2");
        assertEquals(
                List.of("e2"),
                operator.get("/v1/usage/events?customerId=listed&limit=2&after=" + first.text("/next"))
                        .json()
                        .get("items")
                        .findValuesAsText("id"));
        assertEquals(List.of(), ids("&disposition=duplicate"));
        operator.get("/v1/usage/events?disposition=duplicate&type=t").mustBe(400, "invalid_parameter");
        operator.get("/v1/usage/events?disposition=lost").mustBe(400, "invalid_parameter");
        operator.get("/v1/usage/events?from=yesterday").mustBe(400, "invalid_parameter");
        operator.get("/v1/usage/events?after=nonsense").mustBe(400, "invalid_cursor");
        assertEquals(
                "listed",
                operator.get("/v1/usage/events/trace?source=test&id=e3").text("/customerId"));
    }

    private List<String> ids(String filter) {
        return operator.get("/v1/usage/events?customerId=listed" + filter)
                .json()
                .get("items")
                .findValuesAsText("id");
    }

    @Test
    void a_line_is_explained_the_same_after_its_event_was_voided() {
        event("frozen");
        String id = lineOf("frozen").get("id").textValue();
        long revision = lineOf("frozen").get("revision").longValue();
        String asked = "/v1/usage/lines/" + id + "/explanation";
        String before = operator.get(asked).mustBe(200).response().body();

        operator.post(PATH, voiding("frozen", "a load test")).mustBe(202);
        Log.await(() -> state("frozen").equals("voided"));

        assertEquals(
                before,
                operator.get(asked + "?revision=" + revision)
                        .mustBe(200)
                        .response()
                        .body());
        Api.Answer now = operator.get(asked).mustBe(200);
        assertEquals("came_and_went", now.text("/events/0/change"));
        assertEquals("a load test", now.text("/events/0/takenOut/reason"));
        operator.get(asked + "?revision=" + (revision + 1_000_000)).mustBe(404, "not_found");
    }

    private JsonNode lineOf(String customer) {
        for (JsonNode line :
                operator.get("/v1/usage/lines?customerId=" + customer).json().get("items")) {
            if (line.get("chargeKey").textValue().equals("seconds")
                    && line.get("servicePeriodStart").textValue().startsWith("2026-11-01")) {
                return line;
            }
        }
        throw new AssertionError("no line of " + customer);
    }

    @Test
    void nobody_corrects_without_a_reason_and_no_customer_corrects_at_all() {
        event("reasoned");

        operator.post(PATH, voiding("reasoned", " ")).mustBe(400, "invalid_body");
        operator.post(PATH, voiding("nobody", "why not")).mustBe(404, "unknown_event");
        assertEquals(
                403,
                new Api(log.key(Role.CUSTOMER, "reasoned"))
                        .post(PATH, voiding("reasoned", "too dear"))
                        .status());
    }
}
