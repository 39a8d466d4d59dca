package io.tallystick.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.launcher.client.BatchAnswer;
import io.tallystick.launcher.client.EventsClient;
import io.tallystick.launcher.client.TallyClient;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What a sender sees, and what its events become. */
@Tag("acceptance")
@ResourceLock(SharedStack.NAME)
final class DoorTest {
    private static final String OCTOBER = "2026-10-01T00:00:00Z";
    private static final String NOVEMBER = "2026-11-01T00:00:00Z";

    private TallyClient client;
    private EventsClient door;

    @BeforeEach
    void a_stack() {
        client = SharedStack.get().client();
        door = new EventsClient(client, Duration.ofMinutes(1), _ -> {});
    }

    @AfterEach
    void disconnects() {
        client.close();
    }

    @Test
    void of_a_thousand_events_with_one_bad_one_999_are_accepted_and_the_reason_is_given() {
        Customer customer = Customer.create("thousand", client);
        List<byte[]> batch = batch(customer);
        BatchAnswer answer = door.send(batch);
        assertEquals(999, answer.accepted());
        assertEquals(1, answer.refused().size());
        BatchAnswer.Refused refused = answer.refused().getFirst();
        assertEquals(500, refused.index());
        assertEquals("missing_quantity", refused.code());
        assertEquals("/data/seconds", refused.pointer());
        assertEquals(new BigDecimal("999"), customer.quantity("compute", OCTOBER));
    }

    @Test
    void the_same_batch_again_changes_no_figure() {
        Customer customer = Customer.create("again", client);
        List<byte[]> batch = batch(customer);
        door.send(batch);
        JsonNode before = customer.spend();
        long duplicates = duplicates();
        assertEquals(999, door.send(batch).accepted());
        assertEquals(before, customer.spend());
        assertEquals(duplicates + 999, duplicates());
    }

    @Test
    void the_same_id_with_another_quantity_is_a_conflict_that_can_be_seen_and_the_first_stays() {
        Customer customer = Customer.create("conflict", client);
        door.send(List.of(customer.compute("e1", "2026-10-05T12:00:00Z", "10")));
        door.send(List.of(customer.compute("e1", "2026-10-05T12:00:00Z", "11")));
        assertEquals(BigDecimal.TEN, customer.quantity("compute", OCTOBER));
        List<JsonNode> conflicts = client.list("/v1/usage/events?customerId=conflict&disposition=conflict");
        assertEquals(1, conflicts.size());
        assertTrue(
                conflicts.getFirst().toString().contains("e1"),
                () -> conflicts.getFirst().toString());
    }

    @Test
    void an_event_at_exactly_the_end_of_a_period_is_billed_in_the_next() {
        Customer customer = Customer.create("boundary", client);
        door.send(List.of(
                customer.call("last", "2026-10-31T23:59:59.999999Z"),
                customer.call("first", NOVEMBER),
                customer.call("same-instant-elsewhere", "2026-11-01T05:45:00+05:45")));
        assertEquals(BigDecimal.ONE, customer.quantity("calls", OCTOBER));
        assertEquals(BigDecimal.TWO, customer.quantity("calls", NOVEMBER));
    }

    @Test
    void every_accepted_event_has_one_disposition() {
        Customer customer = Customer.create("balance", client);
        door.send(batch(customer));
        door.send(List.of(Customer.stranger("nobody-knows-me")));
        customer.spend();
        JsonNode balance = client.get("/v1/usage/reconciliation");
        long sum = 0;
        for (JsonNode count : balance.get("dispositions")) {
            sum += count.asLong();
        }
        assertEquals(balance.get("received").asLong(), sum);
        assertEquals(0, balance.get("difference").asLong());
        assertTrue(balance.get("balanced").asBoolean());
    }

    private long duplicates() {
        return client.get("/v1/usage/reconciliation")
                .at("/dispositions/duplicate")
                .asLong();
    }

    /** A thousand compute events of a second each; number 500 lacks its quantity. */
    private static List<byte[]> batch(Customer customer) {
        List<byte[]> batch = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            String time = "2026-10-%02dT12:00:00Z".formatted(1 + i % 31);
            batch.add(customer.compute("e" + i, time, i == 500 ? null : "1"));
        }
        return batch;
    }
}
