package io.tallystick.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.usage.UsageEvent;
import io.tallystick.schemas.usage.UsageEventReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private static final Instant NOW = Instant.parse("2026-11-22T18:30:00Z");
    private static final int POSITIONS = 20_000;

    private final Traffic traffic = new Traffic(7, 50, NOW);

    @Test
    void the_naive_bill_counts_what_the_written_events_say() throws IOException {
        Map<String, BigDecimal> tokens = new HashMap<>();
        Set<String> seen = new HashSet<>();
        long repeated = 0;
        long malformed = 0;
        for (JsonNode json : Json.MAPPER.readTree(new EventWriter(traffic).batch(0, POSITIONS))) {
            UsageEvent event = UsageEventReader.read(json, NOW);
            if (event.type().equals(Names.TOKENS) && event.text("/tokens").isEmpty()) {
                malformed++;
            } else if (!seen.add(event.id())) {
                repeated++;
            } else if (event.type().equals(Names.TOKENS) && !event.occurredAt().isBefore(traffic.thisMonth())) {
                tokens.merge(event.customerId(), event.quantity("/tokens"), BigDecimal::add);
            }
        }

        NaiveBill bill = NaiveBill.of(traffic, 50, POSITIONS);

        assertEquals(repeated, bill.repeated());
        assertEquals(malformed, bill.refused());
        assertEquals(seen.size(), bill.counted());
        assertTrue(repeated > 100 && malformed > 50);
        for (int i = 0; i < 50; i++) {
            String sum = tokens.get(Names.customer(i)).toPlainString() + " = ";
            assertTrue(bill.lines(i).stream().anyMatch(line -> line.startsWith(sum)));
        }
    }

    @Test
    void a_line_is_rounded_once_half_away_from_zero() {
        assertEquals(List.of("0 = 0.00", "0 = 0.00", "0 = 0.00", "101 = 0.01"), NaiveBill.linesOfCalls(101));
        assertEquals(List.of("0 = 0.00", "0 = 0.00", "0 = 0.00", "501 = 2.00"), NaiveBill.linesOfCalls(501));
    }
}
