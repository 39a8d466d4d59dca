package io.tallystick.rating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tallystick.rating.spec.WiredSpecs;
import io.tallystick.rating.spec.WiredSpecs.Kind;
import io.tallystick.schemas.access.AccessKey.Role;
import io.tallystick.schemas.control.ControlRecord.PeriodsDue;
import io.tallystick.schemas.control.ControlRecord.SealRequested;
import io.tallystick.schemas.topics.Topic;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The spec tables of subscriptions through commands, the log and the database. */
@Tag("integration")
@QuarkusTest
@QuarkusTestResource(RatingResources.class)
class SubscriptionSpecsTest {
    @Inject
    Log log;

    private final List<ProducerRecord<String, byte[]>> events = new ArrayList<>();
    private Api operator;

    @BeforeEach
    void callAsOperator() {
        operator = new Api(log.key(Role.OPERATOR, null));
    }

    @Test
    void every_table_of_subscriptions_holds_for_the_wired_service() {
        log.allowAnyTime();
        WiredSpecs tables = new WiredSpecs(service());
        assertTrue(tables.count(Kind.OPEN) > 40, "only " + tables.count(Kind.OPEN) + " tables");

        tables.play(Kind.OPEN);
        log.write(events);
        log.control(new PeriodsDue(tables.end()));

        assertHolds(tables, Kind.OPEN);
        events.clear();
        tables.play(Kind.BILLED);
        log.write(events);
        for (Instant close : tables.closes()) {
            seal("spec-" + close, close);
        }
        tables.playRest();
        assertHolds(tables, Kind.BILLED);
    }

    private static void assertHolds(WiredSpecs tables, Kind kind) {
        try {
            Log.await(() -> tables.mismatches(kind).isEmpty());
        } catch (AssertionError tooLong) {
            assertEquals("", String.join("\n\n", tables.mismatches(kind)));
        }
    }

    private void seal(String closeId, Instant cutoff) {
        log.control(new SealRequested(closeId, cutoff));
        long all = (long) RatingResources.PARTITIONS * RatingResources.PARTITIONS;
        Log.await(() -> log.all(Topic.USAGE_RATED).stream()
                        .filter(record -> record.key().startsWith("sealed:" + closeId))
                        .count()
                == all);
    }

    private WiredSpecs.Service service() {
        return new WiredSpecs.Service() {
            @Override
            public JsonNode post(String path, JsonNode body) {
                Api.Answer answer = operator.post(path, body.toString());
                assertTrue(
                        answer.status() / 100 == 2,
                        () -> path + " " + body + " " + answer.response().body());
                return answer.json();
            }

            @Override
            public JsonNode lines(String customer) {
                JsonNode page = operator.get("/v1/usage/lines?limit=1000&customerId=" + customer)
                        .mustBe(200)
                        .json();
                return (ArrayNode) page.get("items");
            }

            @Override
            public void event(String customer, Instant at, JsonNode event) {
                events.add(log.received(customer, at, WiredSpecs.text(event)));
            }
        };
    }
}
