package io.tallystick.ingest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tallystick.ingest.Door.Answer;
import io.tallystick.schemas.access.AccessKey.Role;
import io.tallystick.schemas.id.Partition;
import io.tallystick.schemas.topics.Header;
import jakarta.inject.Inject;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("integration")
@QuarkusTest
@QuarkusTestResource(LogBroker.class)
class EventsTest {
    @Inject
    Log log;

    private Door door;

    @BeforeEach
    void open() {
        log.meter(Usage.COMPUTE);
        door = new Door(log.key(Role.INGEST, null));
        Log.await(
                () -> door.post(Door.EVENT, Usage.event("warm", "warm-up", "1")).status() == 202);
    }

    @Test
    void a_structured_event_reaches_the_log_byte_by_byte() {
        String event = " " + Usage.event("e1", "structured", "1.50") + "\n";

        Answer answer = door.post(Door.EVENT, event).mustHave(1, 0);

        assertEquals("e1", answer.text("/results/0/id"));
        assertEquals("/mcp/eu-1", answer.text("/results/0/source"));
        assertEquals("accepted", answer.text("/results/0/status"));
        ConsumerRecord<String, byte[]> record = log.of("structured").getFirst();
        assertArrayEquals(event.getBytes(StandardCharsets.UTF_8), record.value());
        assertEquals(Partition.of("structured", 3), record.partition());
        assertEquals(
                "application/cloudevents+json",
                new String(record.headers().lastHeader(Header.CONTENT_TYPE).value(), StandardCharsets.US_ASCII));
    }

    @Test
    void an_event_in_binary_mode_becomes_a_structured_one() {
        Answer answer =
                Door.send(door.request("application/json", "{ \"seconds\": \"2\" }".getBytes(StandardCharsets.UTF_8))
                        .header("ce-specversion", "1.0")
                        .header("ce-id", "b1")
                        .header("ce-source", "/mcp/eu-1")
                        .header("ce-type", "io.tallystick.compute.v1")
                        .header("ce-subject", "bin%C3%A4r")
                        .header("ce-time", "2026-11-03T10:15:30Z"));

        answer.mustHave(1, 0);
        assertEquals(
                "{\"id\":\"b1\",\"source\":\"/mcp/eu-1\",\"specversion\":\"1.0\",\"subject\":\"binär\","
                        + "\"time\":\"2026-11-03T10:15:30Z\",\"type\":\"io.tallystick.compute.v1\","
                        + "\"datacontenttype\":\"application/json\",\"data\":{ \"seconds\": \"2\" }}",
                new String(log.of("binär").getFirst().value(), StandardCharsets.UTF_8));
    }

    @Test
    void of_a_thousand_events_with_one_bad_the_others_go_on() {
        List<String> events = new ArrayList<>(IntStream.range(0, 1_000)
                .mapToObj(i -> Usage.event("e" + i, "thousand", Integer.toString(i)))
                .toList());
        events.set(703, Usage.with("e703", "thousand", "{\"minutes\":1}"));

        Answer answer = door.post(Door.BATCH, Usage.batch(events)).mustHave(999, 1);

        assertEquals(1_000, answer.json().get("results").size());
        assertEquals("703", answer.text("/results/703/index"));
        assertEquals("e703", answer.text("/results/703/id"));
        assertEquals("missing_quantity", answer.text("/results/703/code"));
        assertEquals("/data/seconds", answer.text("/results/703/pointer"));
        assertEquals("there is no quantity", answer.text("/results/703/detail"));
        assertEquals(999, log.of("thousand").size());
    }

    @Test
    void a_larger_batch_lists_the_refused_ones_unless_all_are_asked_for() {
        List<String> events = new ArrayList<>(IntStream.range(0, 1_001)
                .mapToObj(i -> Usage.event("e" + i, "bulk", Integer.toString(i)))
                .toList());
        events.set(1, "{}");
        byte[] lines = String.join("\n", events).getBytes(StandardCharsets.UTF_8);

        Answer some = door.postGzip(Door.LINES, lines).mustHave(1_000, 1);
        Answer all = Door.send(door.request("/v1/events?results=all", Door.LINES, lines));
        Answer bad = Door.send(door.request("/v1/events?results=some", Door.LINES, lines));

        assertEquals(1, some.json().get("results").size());
        assertEquals("missing_attribute /specversion", some.refusal());
        assertEquals(1_001, all.json().get("results").size());
        bad.mustBe(400, "invalid_parameter");
    }

    @Test
    void the_same_id_twice_in_a_batch_reaches_the_log_twice_in_its_order() {
        String body = Usage.batch(List.of(Usage.event("same", "twice", "1"), Usage.event("same", "twice", "2")));

        door.post(Door.BATCH, body).mustHave(2, 0);

        List<ConsumerRecord<String, byte[]>> records = log.of("twice");
        assertEquals(2, records.size());
        assertTrue(new String(records.getFirst().value(), StandardCharsets.UTF_8).contains("{\"seconds\":1}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"seconds":1e1000000}                  | quantity_too_large /data/seconds
                    {"seconds":"1e1000000"}                | quantity_too_large /data/seconds
                    {"seconds":123456789012345678901}      | quantity_too_large /data/seconds
                    {"seconds":0.123456789012345678901}    | quantity_too_large /data/seconds
                    {"seconds":"NaN"}                      | invalid_quantity /data/seconds
                    {"seconds":NaN}                        | malformed_json
                    {"seconds":true}                       | invalid_quantity /data/seconds
                    {"seconds":-1}                         | negative_quantity /data/seconds
                    {"seconds":null}                       | missing_quantity /data/seconds
                    {"seconds":1,"seconds":2}              | malformed_json
                    []                                     | invalid_attribute /data
                    null                                   | missing_attribute /data
                    """)
    void an_event_that_cannot_be_billed_is_refused_with_its_reason(String data, String reason) {
        Answer answer = door.post(Door.BATCH, Usage.batch(List.of(Usage.with("x", "refused", data))))
                .mustHave(0, 1);

        assertEquals("nothing_accepted", answer.text("/code"));
        assertEquals(reason, answer.refusal().trim());
        assertEquals(0, log.of("refused").size());
    }

    @Test
    void an_event_with_an_extreme_form_is_refused_alone() {
        String good = Usage.event("good", "extreme", "1");
        String deep = Usage.with("x", "extreme", "{\"a\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}");
        String longId = Usage.event("i".repeat(257), "extreme", "1");
        String longText = Usage.with("x", "extreme", "{\"a\":\"" + "t".repeat(70_000) + "\",\"seconds\":1}");
        String longNumber = Usage.event("x", "extreme", "1".repeat(5_000));
        String control = Usage.event("a\\u0000b", "extreme", "1");

        for (String bad : List.of(deep, longId, longText, longNumber, control, "12", "\"text\"", "{a}")) {
            door.post(Door.BATCH, Usage.batch(List.of(bad, good))).mustHave(1, 1);
        }
        assertEquals("attribute_too_long /id", door.post(Door.EVENT, longId).refusal());
        assertEquals(
                "event_too_large", door.post(Door.EVENT, longText).refusal().trim());
        assertEquals("invalid_attribute /id", door.post(Door.EVENT, control).refusal());
        assertEquals(
                "unknown_type /type",
                door.post(Door.EVENT, good.replace("compute", "other")).refusal());
        assertEquals(
                "time_out_of_range /time",
                door.post(Door.EVENT, good.replace("2026-11-03", "2999-11-03")).refusal());
        assertEquals(
                "invalid_time /time",
                door.post(Door.EVENT, good.replace("30.123456Z", "30")).refusal());
    }

    @Test
    void an_empty_batch_is_nothing_and_a_broken_one_is_refused_as_a_whole() {
        door.post(Door.BATCH, "[]").mustHave(0, 0);
        door.post(Door.LINES, "\n").mustHave(0, 0);
        door.post(Door.BATCH, "[" + Usage.event("cut", "broken", "1") + ",{\"id\":")
                .mustBe(400, "malformed_json");
        door.post(Door.BATCH, "{}").mustBe(400, "malformed_json");
        door.post(Door.BATCH, "[" + "1,".repeat(10_000) + "1]").mustBe(413, "too_many_events");
        assertEquals(0, log.of("broken").size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/json",
                "application/cloudevents+json; charset=utf-16",
                "application/xml"
            })
    void a_media_type_that_carries_no_event_is_refused(String type) {
        door.post(type, Usage.event("e1", "type", "1")).mustBe(415, "unsupported_media_type");
    }

    @Test
    void a_request_without_a_media_type_is_refused() {
        Door.send(Door.to("/v1/events")
                        .header("Authorization", "Bearer " + door.credential().text())
                        .POST(BodyPublishers.ofString("{}")))
                .mustBe(415, "unsupported_media_type");
    }

    @Test
    void a_small_body_that_inflates_to_a_huge_one_stops_at_the_limit() {
        byte[] bomb = new byte[64 << 20];

        door.postGzip(Door.BATCH, bomb).mustBe(413, "body_too_large");
        Door.send(door.request(Door.BATCH, "[]".getBytes(StandardCharsets.UTF_8))
                        .header("Content-Encoding", "gzip"))
                .mustBe(400, "malformed_gzip");
        Door.send(door.request(Door.BATCH, "[]".getBytes(StandardCharsets.UTF_8))
                        .header("Content-Encoding", "br"))
                .mustBe(415, "unsupported_content_encoding");
    }

    @Test
    void a_key_that_is_bound_to_a_customer_sends_for_it_alone() {
        Door bound = new Door(log.key(Role.INGEST, "mine"));
        String body = Usage.batch(List.of(Usage.event("a", "mine", "1"), Usage.event("b", "other", "1")));

        Answer answer = bound.post(Door.BATCH, body).mustHave(1, 1);

        assertEquals("customer_not_allowed /subject", answer.refusal());
        assertEquals(0, log.of("other").size());
    }

    @Test
    void a_customer_may_not_send_and_nobody_may_not_either() {
        String event = Usage.event("e1", "denied", "1");

        new Door(log.key(Role.CUSTOMER, "denied")).post(Door.EVENT, event).mustBe(403, "forbidden");
        Door.send(Door.to("/v1/events").header("Content-Type", Door.EVENT).POST(BodyPublishers.ofString(event)))
                .mustBe(401, "unauthenticated");
        assertEquals(
                202,
                new Door(log.key(Role.OPERATOR, null)).post(Door.EVENT, event).status());
    }

    @Test
    void a_request_with_a_wish_of_its_own_is_answered_as_the_plain_ones_are() {
        String good = Usage.event("e1", "ways", "1");
        String bad = Usage.with("e2", "ways", "{}");
        List<String> bodies = List.of(
                Usage.batch(List.of(good, bad)),
                Usage.batch(List.of(bad)),
                "[]",
                "[" + good,
                "[" + "1,".repeat(10_000) + "1]");
        for (String query : List.of("", "?results=all", "?results=refused", "?results=none")) {
            for (String body : bodies) {
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                Answer plain = Door.send(door.request("/v1/events" + query, Door.BATCH, bytes));
                Answer other = Door.send(door.request("/v1/events" + query, Door.BATCH, bytes)
                        .header("Accept", "text/plain, application/json, application/problem+json"));

                assertEquals(other.status(), plain.status(), body);
                assertEquals(other.response().body(), plain.response().body());
                assertEquals(
                        other.response().headers().firstValue("Content-Type"),
                        plain.response().headers().firstValue("Content-Type"));
            }
        }
    }

    @Test
    void a_meter_that_is_made_counts_at_once() {
        String event = Usage.event("e1", "new-meter", "1").replace("compute.v1", "made.v1");
        assertEquals("unknown_type /type", door.post(Door.EVENT, event).refusal());

        log.meter(
                "{\"key\":\"made\",\"eventTypes\":[\"io.tallystick.made.v1\"],\"aggregation\":\"COUNT\",\"archived\":false}");

        Log.await(() -> door.post(Door.EVENT, event).status() == 202);
    }

    @Test
    void health_metrics_and_the_api_document_are_there() {
        Log.await(() -> Door.send(Door.to("/q/health/ready")).status() == 200);

        String metrics = Door.send(Door.to("/q/metrics")).response().body();
        assertTrue(metrics.contains("tally_ingest_acknowledged_events_total"), metrics);
        assertTrue(metrics.contains("tally_ingest_refused_events_total{code=\"unknown_type\"}"), metrics);
        assertFalse(metrics.contains("thousand"), "a customer id is never a label");
        String api = Door.send(Door.to("/openapi")).response().body();
        assertTrue(api.contains("/v1/events"), api);
        assertTrue(api.contains("application/cloudevents-batch+json"), api);
    }
}
