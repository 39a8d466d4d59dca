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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A backfill over REST and the log, in all partitions: opened, sent, previewed, committed. */
@Tag("integration")
@QuarkusTest
@QuarkusTestResource(RatingResources.class)
class BackfillRestTest {
    private static final String PATH = "/v1/usage/backfills";

    @Inject
    Log log;

    private Api operator;

    @BeforeEach
    void twoCustomers() throws IOException {
        operator = new Api(log.key(Role.OPERATOR, null));
        try (InputStream book = BackfillRestTest.class.getResourceAsStream("/price-books/pipeline.yaml")) {
            operator.postYaml("/v1/price-books", new String(book.readAllBytes(), StandardCharsets.UTF_8))
                    .mustBe(200);
        }
    }

    private void send(String backfill, String customer) {
        log.event(customer, """
                {"specversion":"1.0","id":"e1","source":"test","type":"io.tallystick.compute.v1","subject":"%s",
                 "time":"2026-11-03T00:00:00Z","backfill":"%s","data":{"seconds":"100000","accelerator":"gpu"}}""".formatted(customer, backfill));
    }

    private long of(String field) {
        return operator.get(PATH + "/lost-day").json().get(field).longValue();
    }

    @Test
    void a_backfill_is_previewed_and_committed_as_one() {
        for (String customer : new String[] {"filled-1", "filled-2"}) {
            operator.post("/v1/subscriptions", """
                    {"id":"sub-%s","customerId":"%s","plan":{"key":"developer"},"start":"2026-11-01T00:00:00Z"}
                    """.formatted(customer, customer))
                    .mustBe(201);
        }
        String asked = "{\"name\":\"lost-day\",\"reason\":\"a region was silent\"}";
        String id = operator.post(PATH, asked).mustBe(201).text("/id");
        assertEquals(id, operator.post(PATH, asked).mustBe(201).text("/id"));
        operator.post(PATH, asked.replace("silent", "loud")).mustBe(409, "backfill_exists");
        operator.post(PATH, "{\"name\":\"a b\",\"reason\":\"x\"}").mustBe(400, "invalid_body");
        send(id, "filled-1");
        send(id, "filled-2");
        Log.await(() -> of("waiting") == 2);

        JsonNode preview = operator.get(PATH + "/lost-day/preview").mustBe(200).json();
        JsonNode aside = operator.get(PATH + "/" + id + "/events?limit=1").json();
        String state = operator.get("/v1/usage/events/trace?customerId=filled-1&source=test&id=e1")
                .text("/state");
        operator.post(PATH + "/lost-day/commit", "").mustBe(202);
        Log.await(() -> operator.get(PATH + "/lost-day").text("/state").equals("committed"));

        assertEquals("240.00", preview.at("/totals/USD").textValue());
        assertEquals(2, preview.at("/events/rated").intValue());
        assertEquals(1, aside.get("items").size());
        assertTrue(aside.hasNonNull("next"));
        assertEquals("unmatched", state);
        assertEquals(2, of("rated"));
        assertEquals(0, of("waiting"));
        operator.post(PATH + "/lost-day/revert", "").mustBe(409, "backfill_not_open");
        operator.get(PATH + "/lost-day/preview").mustBe(409, "backfill_not_open");
        send(id, "filled-1");
        Log.await(() -> operator.get("/v1/usage/rejections?customerId=filled-1")
                .json()
                .findValuesAsText("code")
                .contains("backfill_not_open"));
        assertTrue(operator.get("/v1/usage/reconciliation?deep=true")
                .json()
                .get("balanced")
                .booleanValue());
    }
}
