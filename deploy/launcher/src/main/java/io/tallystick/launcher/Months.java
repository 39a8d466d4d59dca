package io.tallystick.launcher;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;

/** Months and spans of dates as they are typed. */
final class Months {
    private Months() {}

    /** {@code 2026-10} is {@code {"from": "2026-10-01", "to": "2026-11-01"}}; {@code 2026-10-01..2026-10-15} names both. */
    static ObjectNode span(String period) {
        try {
            int dots = period.indexOf("..");
            LocalDate from = dots < 0 ? YearMonth.parse(period).atDay(1) : LocalDate.parse(period.substring(0, dots));
            LocalDate to = dots < 0 ? from.plusMonths(1) : LocalDate.parse(period.substring(dots + 2));
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("from", from.toString())
                    .put("to", to.toString());
        } catch (DateTimeException notAPeriod) {
            throw new Refusal(
                    "invalid_period",
                    "The period \"" + period + "\" is neither a month such as 2026-11 nor two dates such as"
                            + " 2026-11-01..2026-12-01.",
                    notAPeriod);
        }
    }
}
