package io.tallystick.rating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tallystick.schemas.access.AccessKey.Role;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
