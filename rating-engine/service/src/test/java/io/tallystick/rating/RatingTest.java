package io.tallystick.rating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tallystick.schemas.access.AccessKey.Role;
import io.tallystick.schemas.control.ControlRecord.SealRequested;
import io.tallystick.schemas.id.Partition;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Sealed;
import io.tallystick.schemas.topics.Header;
import io.tallystick.schemas.topics.Topic;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The wired service over a real Kafka and a real PostgreSQL. */
@Tag("integration")
@QuarkusTest
@QuarkusTestResource(RatingResources.class)
class RatingTest {
    @Inject
    Log log;

    private Api operator;

    @BeforeEach
    void loadThePriceBook() throws IOException {
        operator = new Api(log.key(Role.OPERATOR, null));
        try (InputStream book = RatingTest.class.getResourceAsStream("/price-books/pipeline.yaml")) {
            operator.postYaml("/v1/price-books", new String(book.readAllBytes(), StandardCharsets.UTF_8))
                    .mustBe(200);
        }
    }

    @Test
    void a_price_book_can_be_checked_and_loaded_again_without_a_new_version() throws IOException {
        String book;
        try (InputStream in = RatingTest.class.getResourceAsStream("/price-books/pipeline.yaml")) {
            book = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }

        int versions = developerVersions();
        Api.Answer again = operator.postYaml("/v1/price-books", book).mustBe(200);
        Api.Answer wrong = operator.postYaml(
                        "/v1/price-books?dryRun=true", book.replace("meter: models", "meter: nothing"))
                .mustBe(200);

        assertEquals("unchanged", again.text("/plans/0/state"));
        assertEquals(4, again.json().at("/meters/unchanged").size());
        assertEquals("unknown_meter", wrong.text("/findings/0/code"));
        assertEquals(versions, developerVersions());
    }

    private int developerVersions() {
        return operator.get("/v1/plans/developer")
                .mustBe(200)
                .json()
                .at("/versions")
                .size();
    }

    @Test
    void events_in_structured_and_binary_mode_become_a_published_line_that_explains_itself() {
        subscribe("binary");
        log.event("binary", compute("binary", "s1", "1.5"));
        log.binary(
                "binary",
                Map.of(
                        "specversion", "1.0",
                        "id", "b1",
                        "source", "test",
                        "type", "io.tallystick.compute.v1",
                        "subject", "binary",
                        "time", "2026-11-03T00:00:00Z"),
                "{\"seconds\":\"2\",\"accelerator\":\"gpu\"}");

        Log.await(() -> published("binary", "seconds")
                .filter(line -> line.eventCount() == 2)
                .isPresent());

        RatedLine line = published("binary", "seconds").orElseThrow();
        assertEquals("3.5", line.quantity().toPlainString());
        Api customer = new Api(log.key(Role.CUSTOMER, "binary"));
        JsonNode explained = customer.get("/v1/usage/lines/" + line.id() + "/explanation?limit=1")
                .mustBe(200)
                .json();
        assertEquals(1, explained.get("events").size());
        assertEquals("s1", explained.at("/events/0/id").asText());
        assertTrue(explained.get("sentences").size() >= 3, explained::toString);
        Api stranger = new Api(log.key(Role.CUSTOMER, "somebody-else"));
        stranger.get("/v1/usage/lines/" + line.id()).mustBe(404, "not_found");
        stranger.get("/v1/usage/lines?customerId=binary").mustBe(404, "not_found");
        assertEquals(
                "b1",
                operator.get("/v1/usage/events/trace?customerId=binary&source=test&id=b1")
                        .mustBe(200)
                        .text("/event/id"));
    }

    @Test
    void rule_4_what_is_no_event_is_counted_kept_and_handed_to_the_log_of_rejections() {
        subscribe("poison");
        log.event("poison", "this is not JSON");
        int wrong = (Partition.of("poison", RatingResources.PARTITIONS) + 1) % RatingResources.PARTITIONS;
        log.event(wrong, "poison", compute("poison", "w1", "1"));

        Log.await(() -> operator.get("/v1/usage/rejections?customerId=poison")
                        .json()
                        .at("/items")
                        .size()
                == 2);

        List<String> codes =
                operator.get("/v1/usage/rejections?customerId=poison").json().findValuesAsText("code");
        assertTrue(codes.containsAll(List.of("malformed_json", "wrong_partition")), codes::toString);
        Log.await(() -> log.all(Topic.USAGE_REJECTED).stream()
                        .filter(record -> "poison".equals(record.key()))
                        .count()
                == 2);
        JsonNode proof = operator.get("/v1/usage/reconciliation").mustBe(200).json();
        assertTrue(proof.get("balanced").asBoolean(), proof::toString);
    }

    @Test
    void rule_9_every_partition_answers_a_close_in_every_partition_of_the_rated_lines() {
        subscribe("closing");
        Instant cutoff = Instant.parse("2020-01-01T00:00:00Z");

        log.control(new SealRequested("close-e2e", cutoff));

        int all = RatingResources.PARTITIONS * RatingResources.PARTITIONS;
        Log.await(() -> seals("close-e2e").size() == all);
        for (ConsumerRecord<String, byte[]> record : seals("close-e2e")) {
            Sealed sealed = Json.read(record.value(), Sealed.class);
            assertEquals("sealed:close-e2e:" + sealed.partition() + ":" + record.partition(), record.key());
            assertEquals(RatingResources.PARTITIONS, sealed.partitions());
        }
    }

    @Test
    void a_command_that_is_sent_again_is_done_once() {
        String body = "{\"customerId\":\"idem\",\"plan\":{\"key\":\"developer\"},\"start\":\"2026-11-01\"}";

        Api.Answer first = operator.post("/v1/subscriptions", body, "key-1").mustBe(201);
        Api.Answer second = operator.post("/v1/subscriptions", body, "key-1").mustBe(201);

        assertEquals(first.text("/id"), second.text("/id"));
        operator.post("/v1/subscriptions", body.replace("idem", "other"), "key-1")
                .mustBe(422, "idempotency_key_reused");
        assertEquals(
                1,
                operator.get("/v1/subscriptions?customerId=idem")
                        .json()
                        .at("/items")
                        .size());
    }

    @Test
    void a_change_that_does_not_fit_is_refused_with_its_reason() {
        subscribe("refused");

        operator.post("/v1/subscriptions/sub-refused/changes", "{\"at\":\"2026-11-05\",\"endAddOn\":\"nothing\"}")
                .mustBe(422, "unknown_charge");
        operator.post("/v1/subscriptions/sub-refused/changes", "{\"at\":\"2026-11-05\",\"upgrade\":true}")
                .mustBe(422, "invalid_subscription");
        operator.post("/v1/subscriptions/nobody/changes", "{\"at\":\"2026-11-05\",\"cancel\":true}")
                .mustBe(404, "not_found");
    }

    @Test
    void lists_are_walked_with_an_opaque_cursor() {
        subscribe("page-1");
        subscribe("page-2");
        subscribe("page-3");

        Api.Answer first = operator.get("/v1/subscriptions?limit=1").mustBe(200);
        Api.Answer second = operator.get("/v1/subscriptions?limit=1&after=" + first.text("/next"))
                .mustBe(200);

        assertTrue(first.response().headers().firstValue("Link").orElse("").contains("rel=\"next\""));
        assertTrue(second.text("/items/0/id").compareTo(first.text("/items/0/id")) > 0);
        operator.get("/v1/subscriptions?after=nonsense").mustBe(400, "invalid_cursor");
    }

    @Test
    void meters_are_announced_to_those_who_stand_at_the_door() {
        Log.await(() -> log.all(Topic.CATALOG_METERS).stream().anyMatch(record -> "seconds".equals(record.key())));
        operator.put("/v1/meters/seconds", "{\"key\":\"seconds\",\"eventTypes\":[\"x\"],\"aggregation\":\"COUNT\"}")
                .mustBe(422, "invalid_meter");
        operator.get("/v1/meters/nothing").mustBe(404, "not_found");
    }

    @Test
    void a_price_is_simulated_by_the_code_of_the_real_run() {
        Api.Answer answer = operator.post(
                        "/v1/simulations/price",
                        "{\"currency\":\"USD\",\"price\":{\"model\":\"graduated\",\"tiers\":[{\"upTo\":\"10000\","
                                + "\"unitPrice\":\"0\"},{\"unitPrice\":\"0.005\"}]},\"quantity\":\"60000\"}")
                .mustBe(200);

        assertEquals("250.00", answer.text("/amount"));
    }

    @Test
    void progress_says_how_far_each_partition_is_rated() {
        Log.await(() -> log.all(Topic.USAGE_RATED).stream()
                        .filter(record -> kind(record).equals("progress"))
                        .map(ConsumerRecord::key)
                        .distinct()
                        .count()
                == (long) RatingResources.PARTITIONS * RatingResources.PARTITIONS);
    }

    private void subscribe(String customer) {
        operator.post(
                        "/v1/subscriptions",
                        "{\"id\":\"sub-" + customer + "\",\"customerId\":\"" + customer
                                + "\",\"plan\":{\"key\":\"developer\"},\"start\":\"2026-11-01\"}")
                .mustBe(201);
    }

    private static String compute(String customer, String id, String seconds) {
        return "{\"specversion\":\"1.0\",\"id\":\"" + id
                + "\",\"source\":\"test\",\"type\":\"io.tallystick.compute.v1\","
                + "\"subject\":\"" + customer + "\",\"time\":\"2026-11-02T00:00:00Z\",\"data\":{\"seconds\":\""
                + seconds + "\",\"accelerator\":\"gpu\"}}";
    }

    private Optional<RatedLine> published(String customer, String charge) {
        return log.all(Topic.USAGE_RATED).stream()
                .filter(record -> kind(record).equals("line"))
                .map(record -> Json.read(record.value(), RatedLine.class))
                .filter(line ->
                        line.customerId().equals(customer) && line.chargeKey().equals(charge))
                .reduce((a, b) -> a.revision() > b.revision() ? a : b);
    }

    private List<ConsumerRecord<String, byte[]>> seals(String closeId) {
        return log.all(Topic.USAGE_RATED).stream()
                .filter(record -> kind(record).equals("sealed") && record.key().contains(closeId))
                .toList();
    }

    private static String kind(ConsumerRecord<String, byte[]> record) {
        return new String(record.headers().lastHeader(Header.KIND).value(), StandardCharsets.UTF_8);
    }
}
