package io.tallystick.rating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tallystick.schemas.access.AccessKey.Role;
import io.tallystick.schemas.control.ControlRecord.SealRequested;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.rated.Sealed;
import io.tallystick.schemas.topics.Topic;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Usage that comes after a close, with a plan that lets an operator decide: held, told to the next close, released. */
@Tag("integration")
@QuarkusTest
@QuarkusTestResource(RatingResources.class)
class LateUsageTest {
    private static final String CUSTOMER = "latecomer";

    @Inject
    Log log;

    private Api operator;
    private Instant start;
    private Instant cutoff;

    /** A month that no close of another test holds. */
    @BeforeEach
    void aMonthToClose() {
        log.allowAnyTime();
        operator = new Api(log.key(Role.OPERATOR, null));
        YearMonth month = StreamSupport.stream(
                        operator.get("/v1/usage/reconciliation")
                                .json()
                                .get("partitions")
                                .spliterator(),
                        false)
                .filter(partition -> partition.hasNonNull("sealedUntil"))
                .map(partition -> YearMonth.from(
                        Instant.parse(partition.get("sealedUntil").textValue()).atOffset(ZoneOffset.UTC)))
                .max(YearMonth::compareTo)
                .orElse(YearMonth.of(2019, 11));
        start = month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        cutoff = month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    @Test
    void held_usage_is_told_to_the_next_close_and_billed_when_it_is_released() {
        operator.postYaml("/v1/price-books", """
                meters:
                  - {key: late_units, eventTypes: [late.units], aggregation: SUM, value: /value}
                plans:
                  - key: holding
                    currency: USD
                    late: hold
                    charges:
                      - {key: units, kind: USAGE, meter: late_units, price: {model: per_unit, unitPrice: "2"}}
                """).mustBe(200);
        operator.post("/v1/subscriptions", """
                {"id":"sub-late","customerId":"latecomer","plan":{"key":"holding"},"start":"%s"}""".formatted(start)).mustBe(201);
        event("in-time", start.plus(Duration.ofDays(4)));
        seal("late-1", cutoff);
        event("too-late", cutoff.plus(Duration.ofDays(1)));
        Log.await(() -> held() == 1);
        seal("late-2", cutoff.plus(Duration.ofDays(3)));

        JsonNode notice = notices("late-2");
        Api.Answer preview =
                operator.post("/v1/usage/corrections?dryRun=true", release()).mustBe(200);
        operator.post("/v1/usage/corrections", release()).mustBe(202);
        Log.await(() -> held() == 0);

        assertEquals("held_late", notice.at("/reason").textValue());
        assertEquals("14", preview.text("/totals/USD").replace(".00", ""));
        Log.await(() -> lines("ADJUSTMENT").size() == 1);
        assertEquals("14.00", lines("ADJUSTMENT").getFirst().get("amount").textValue());
        assertEquals(
                lines("USAGE").getFirst().get("id"),
                lines("ADJUSTMENT").getFirst().get("adjusts"));
        operator.post("/v1/usage/corrections", release()).mustBe(409, "not_held");
    }

    private void event(String id, Instant received) {
        log.write(List.of(log.received(CUSTOMER, received, """
                {"specversion":"1.0","id":"%s","source":"test","type":"late.units","subject":"latecomer",
                 "time":"%s","data":{"value":"7"}}""".formatted(id, start.plus(Duration.ofDays(4))))));
    }

    private static String release() {
        return """
                {"kind":"release","customerId":"latecomer","source":"test","id":"too-late","reason":"agreed by phone"}""";
    }

    private int held() {
        return operator.get("/v1/usage/events?customerId=latecomer&disposition=unmatched&reason=held_late")
                .json()
                .get("items")
                .size();
    }

    private List<JsonNode> lines(String kind) {
        JsonNode page = operator.get("/v1/usage/lines?limit=1000&customerId=latecomer&to=" + cutoff)
                .json();
        return StreamSupport.stream(page.get("items").spliterator(), false)
                .filter(line -> line.get("kind").textValue().equals(kind))
                .toList();
    }

    private void seal(String closeId, Instant until) {
        log.control(new SealRequested(closeId, until));
        long all = (long) RatingResources.PARTITIONS * RatingResources.PARTITIONS;
        Log.await(() -> log.all(Topic.USAGE_RATED).stream()
                        .filter(record -> record.key().startsWith("sealed:" + closeId + ":"))
                        .count()
                == all);
    }

    private JsonNode notices(String closeId) {
        List<JsonNode> told = log.all(Topic.USAGE_RATED).stream()
                .filter(record -> record.key().startsWith("sealed:" + closeId + ":"))
                .flatMap(record -> Json.read(record.value(), Sealed.class).notices().stream())
                .filter(notice -> CUSTOMER.equals(notice.customerId()))
                .map(notice -> Json.MAPPER.<JsonNode>valueToTree(notice))
                .distinct()
                .toList();
        assertTrue(told.size() == 1, told::toString);
        return told.getFirst();
    }
}
