package io.tallystick.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallystick.launcher.client.ApiProblem;
import io.tallystick.launcher.client.EventsClient;
import io.tallystick.launcher.client.TallyClient;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The log is away: nothing may be promised that it does not hold. */
@Tag("acceptance")
@ResourceLock(SharedStack.NAME)
final class OutageTest {
    private static final String OCTOBER = "2026-10-01T00:00:00Z";

    @Test
    void no_event_is_accepted_while_the_broker_does_not_answer_and_none_is_lost_or_counted_twice() {
        Stack stack = SharedStack.get();
        try (TallyClient client = stack.client()) {
            Customer customer = Customer.create("outage", client);
            EventsClient impatient = new EventsClient(client, Duration.ZERO, _ -> {});
            impatient.send(List.of(event(customer, 0)));
            long broker = stack.pid("Kafka");
            stack.signal("STOP", broker);
            try {
                for (int i = 1; i <= 2; i++) {
                    List<byte[]> batch = List.of(event(customer, i));
                    ApiProblem problem = assertThrows(ApiProblem.class, () -> impatient.send(batch));
                    assertEquals(503, problem.status(), problem::getMessage);
                    assertEquals("log_unavailable", problem.code());
                }
            } finally {
                stack.signal("CONT", broker);
            }
            EventsClient patient = new EventsClient(client, Duration.ofMinutes(1), _ -> {});
            for (int i = 1; i <= 2; i++) {
                assertEquals(1, patient.send(List.of(event(customer, i))).accepted());
            }
            assertEquals(new BigDecimal("3"), customer.quantity("compute", OCTOBER));
        }
    }

    @Test
    void what_was_accepted_survives_a_broker_that_was_killed() {
        Stack stack = SharedStack.get();
        try (TallyClient client = stack.client()) {
            Customer customer = Customer.create("broker-killed", client);
            EventsClient patient = new EventsClient(client, Duration.ofMinutes(2), _ -> {});
            long broker = stack.pid("Kafka");
            for (int i = 0; i < 40; i++) {
                if (i == 10) {
                    stack.signal("KILL", broker);
                }
                patient.send(List.of(event(customer, i)));
            }
            assertEquals(new BigDecimal("40"), customer.quantity("compute", OCTOBER));
        }
    }

    private static byte[] event(Customer customer, int number) {
        return customer.compute("e" + number, "2026-10-05T12:00:00Z", "1");
    }
}
