package io.tallystick.demo.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallystick.demo.DemoEvent;
import io.tallystick.demo.DemoEvent.Sort;
import io.tallystick.demo.DemoMonth;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The month under the price book that ships with the product shows everything that the demo wants to show. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReferenceMonthTest {
    private final DemoMonth month = DemoMonth.october();
    private final OracleResult result = close();

    @Test
    void every_accepted_event_has_one_disposition() {
        long sum = result.dispositions().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        assertEquals(result.accepted(), sum);
        assertEquals(120, result.dispositions().get("unmatched"));
        assertEquals(count(Sort.REPEAT), result.dispositions().get("duplicate"));
        assertEquals(count(Sort.CONFLICT), result.dispositions().get("conflict"));
    }

    @Test
    void overage_proration_add_ons_and_own_prices_all_appear() {
        assertTrue(amount("brightpath-tutors", "calls").signum() > 0, "no overage of calls");
        assertTrue(amount("harbour-analytics", "compute").signum() > 0, "no compute on demand");
        assertTrue(amount("harbour-analytics", "backup").signum() > 0, "no backup");
        assertTrue(amount("vela-health", "consulting").signum() > 0, "no consulting");
        assertEquals(new BigDecimal("31.61"), amount("fernhill-legal", "fee"));
        assertEquals(new BigDecimal("72.58"), amount("vela-health", "connector_medium_maintenance"));
        assertEquals(new BigDecimal("9500.00"), amount("aurelia-bank", "fee"));
        assertEquals(new BigDecimal("4800.00"), amount("harbour-analytics", "training"));
        assertEquals(new BigDecimal("0.00"), result.total("open-atlas"));
        assertTrue(amount("harbour-analytics", "volume").signum() < 0, "no volume discount");
        assertTrue(amount("sakura-mobility", "commitment").signum() > 0, "no true-up");
    }

    private BigDecimal amount(String customer, String charge) {
        return result.invoices().get(customer).stream()
                .filter(line -> line.charge().equals(charge))
                .findFirst()
                .orElseThrow()
                .amount();
    }

    private long count(Sort sort) {
        return month.sent().stream().filter(event -> event.sort() == sort).count();
    }

    private OracleResult close() {
        List<String> accepted = month.sent().stream()
                .filter(event -> event.refusedAs().isEmpty())
                .map(DemoEvent::json)
                .toList();
        return new Oracle(DemoMonth.priceBook(), month.customers()).close(accepted, DemoMonth.CUTOFF);
    }
}
