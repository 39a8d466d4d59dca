package io.tallystick.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.demo.DemoEvent.Sort;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DemoMonthTest {
    private final DemoMonth month = DemoMonth.october();

    @Test
    void the_same_seed_gives_the_same_bytes_and_another_seed_others() {
        assertEquals(month.sent(), DemoMonth.of(DemoMonth.SEED).sent());
        assertNotEquals(month.sent(), DemoMonth.of(1).sent());
    }

    @Test
    void twenty_five_customers_stand_on_four_tiers_in_many_zones() {
        Map<Tier, Integer> perTier = new EnumMap<>(Tier.class);
        Set<String> zones = new HashSet<>();
        Set<String> ids = new HashSet<>();
        for (DemoCustomer customer : month.customers()) {
            perTier.merge(customer.tier(), 1, Integer::sum);
            zones.add(customer.zone().getId());
            ids.add(customer.id());
        }
        assertEquals(Map.of(Tier.COMMUNITY, 6, Tier.DEVELOPER, 9, Tier.PROFESSIONAL, 6, Tier.ENTERPRISE, 4), perTier);
        assertEquals(25, ids.size());
        assertTrue(zones.size() > 12, "only the zones " + zones);
    }

    @Test
    void every_sort_of_event_is_there() {
        Map<Sort, Integer> counts = new EnumMap<>(Sort.class);
        for (DemoEvent event : month.sent()) {
            counts.merge(event.sort(), 1, Integer::sum);
        }
        System.out.println("the demo's month: " + counts);
        assertEquals(36, counts.get(Sort.MALFORMED));
        assertEquals(120, counts.get(Sort.STRANGER));
        assertTrue(counts.get(Sort.FIRST) > 50_000 && counts.get(Sort.FIRST) < 100_000);
        assertTrue(counts.get(Sort.REPEAT) > 1_000);
        assertTrue(counts.get(Sort.CONFLICT) > 25);
        assertEquals(30, month.forgotten().size());
    }

    @Test
    void a_repeat_is_the_same_bytes_later_and_a_conflict_other_bytes_later() {
        Map<List<String>, String> first = new HashMap<>();
        for (DemoEvent event : month.sent()) {
            if (event.sort() == Sort.MALFORMED) {
                continue;
            }
            String before = first.putIfAbsent(identity(event), event.json());
            switch (event.sort()) {
                case REPEAT -> assertEquals(before, event.json());
                case CONFLICT -> assertNotEquals(before == null ? event.json() : before, event.json());
                default -> assertEquals(null, before, "an identity was given out twice: " + event);
            }
        }
    }

    @Test
    void no_two_levels_of_a_customer_and_class_stand_at_the_same_instant() {
        Set<List<String>> seen = new HashSet<>();
        for (DemoEvent event : month.sent()) {
            if (event.sort() == Sort.FIRST) {
                JsonNode json = Malformed.parse(event.json());
                if (json.get("type").textValue().equals(EventText.STORAGE)) {
                    List<String> point = List.of(
                            event.customerId(),
                            json.at("/data/class").textValue(),
                            event.occurredAt().toString());
                    assertTrue(seen.add(point), "two levels at " + point);
                }
            }
        }
        assertFalse(seen.isEmpty());
    }

    private static List<String> identity(DemoEvent event) {
        JsonNode json = Malformed.parse(event.json());
        return List.of(
                event.customerId(),
                json.get("source").textValue(),
                json.get("id").textValue());
    }
}
