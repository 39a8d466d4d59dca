package io.tallystick.rating;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tallystick.schemas.access.AccessKey.Role;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every aggregation over the same events, through the log and the database. */
@Tag("integration")
@QuarkusTest
@QuarkusTestResource(RatingResources.class)
class EveryAggregationTest {
    private static final Map<String, String> EXPECTED = Map.of(
            "count", "4", "sum", "14", "max", "6", "min", "1", "average", "3.5", "latest", "3", "unique", "4", "p95",
            "10");

    @Inject
    Log log;

    private final List<ProducerRecord<String, byte[]>> events = new ArrayList<>();

    @Test
    void the_same_events_in_any_order_have_one_quantity_for_each_aggregation() {
        Api operator = new Api(log.key(Role.OPERATOR, null));
        operator.postYaml("/v1/price-books", """
                        meters:
                          - {key: agg_count, eventTypes: [agg.gauge], aggregation: COUNT}
                          - {key: agg_sum, eventTypes: [agg.gauge], aggregation: SUM, value: /v}
                          - {key: agg_max, eventTypes: [agg.gauge], aggregation: MAX, value: /v}
                          - {key: agg_min, eventTypes: [agg.gauge], aggregation: MIN, value: /v}
                          - {key: agg_average, eventTypes: [agg.gauge], aggregation: AVERAGE, value: /v}
                          - {key: agg_latest, eventTypes: [agg.gauge], aggregation: LATEST, value: /v}
                          - {key: agg_unique, eventTypes: [agg.gauge], aggregation: UNIQUE_COUNT, unique: /v}
                          - {key: agg_p95, eventTypes: [agg.gauge], aggregation: PERCENTILE, value: /v, percentile: "95", bucket: PT5M, bucketBy: SUM}
                        plans:
                          - key: every-aggregation
                            currency: USD
                            charges:
                              - {key: count, kind: USAGE, meter: agg_count, price: {model: per_unit, unitPrice: "1"}}
                              - {key: sum, kind: USAGE, meter: agg_sum, price: {model: per_unit, unitPrice: "1"}}
                              - {key: max, kind: USAGE, meter: agg_max, price: {model: per_unit, unitPrice: "1"}}
                              - {key: min, kind: USAGE, meter: agg_min, price: {model: per_unit, unitPrice: "1"}}
                              - {key: average, kind: USAGE, meter: agg_average, price: {model: per_unit, unitPrice: "1"}}
                              - {key: latest, kind: USAGE, meter: agg_latest, price: {model: per_unit, unitPrice: "1"}}
                              - {key: unique, kind: USAGE, meter: agg_unique, price: {model: per_unit, unitPrice: "1"}}
                              - {key: p95, kind: USAGE, meter: agg_p95, price: {model: per_unit, unitPrice: "1"}}
                        """).mustBe(200);
        operator.post(
                        "/v1/subscriptions",
                        "{\"customerId\":\"agg\",\"plan\":{\"key\":\"every-aggregation\"},\"start\":\"2026-11-01\"}")
                .mustBe(201);
        log.allowAnyTime();
        event("e4", "2026-11-30T23:59:00Z", "3");
        event("e2", "2026-11-10T10:01:00Z", "6");
        event("e5", "2026-12-01T00:00:00Z", "100");
        event("e1", "2026-11-10T10:00:00Z", "4");
        event("e2", "2026-11-10T10:01:00Z", "6");
        event("e3", "2026-11-10T10:05:00Z", "1");

        log.write(events);

        try {
            Log.await(() -> quantities(operator).equals(EXPECTED));
        } catch (AssertionError tooLong) {
            assertEquals(EXPECTED, quantities(operator));
        }
    }

    private void event(String id, String time, String value) {
        events.add(log.received("agg", Instant.parse(time), """
                        {"specversion":"1.0","id":"%s","source":"test","type":"agg.gauge","subject":"agg","time":"%s","data":{"v":"%s"}}""".formatted(id, time, value)));
    }

    /** Of November, by charge. */
    private static Map<String, String> quantities(Api operator) {
        Map<String, String> quantities = new TreeMap<>();
        for (JsonNode line : operator.get("/v1/usage/lines?limit=1000&customerId=agg")
                .mustBe(200)
                .json()
                .get("items")) {
            if (line.get("servicePeriodStart").asText().equals("2026-11-01T00:00:00Z")
                    && !line.get("kind").asText().equals("ADJUSTMENT")) {
                quantities.put(
                        line.get("chargeKey").asText(), line.get("quantity").asText());
            }
        }
        return quantities;
    }
}
