package io.tallystick.rating.app;

import io.tallystick.rating.pricing.Findings;
import io.tallystick.schemas.time.BillingCalendar;
import io.tallystick.schemas.time.BillingPeriod;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/** Which billing periods an anchor, a zone and a cadence give. */
public final class PeriodSimulation {
    private PeriodSimulation() {}

    /**
     * All whole periods that have an instant in {@code [from, to)}, in order.
     *
     * @throws PriceLanguageRefused if there are too many
     */
    public static Result run(Request request) {
        ZoneId zone = request.calendar().anchor().zone();
        return new Result(periods(request).stream()
                .map(period -> new Period(
                        period.start(),
                        period.end(),
                        LocalDate.ofInstant(period.start(), zone).toString(),
                        LocalDate.ofInstant(period.end(), zone).toString()))
                .toList());
    }

    private static List<BillingPeriod> periods(Request request) {
        try {
            return request.calendar().periods(request.from(), request.to());
        } catch (IllegalArgumentException tooMany) {
            Findings findings = Findings.root();
            findings.at("to").add("too_many_periods", request.to(), tooMany.getMessage());
            throw new PriceLanguageRefused(findings.list());
        }
    }

    /**
     * The question.
     *
     * @param calendar anchor, zone and cadence
     * @param from inclusive
     * @param to exclusive
     */
    public record Request(BillingCalendar calendar, Instant from, Instant to) {}

    /**
     * The answer.
     *
     * @param periods without gap or overlap
     */
    public record Result(List<Period> periods) {}

    /**
     * A period.
     *
     * @param start inclusive
     * @param end exclusive
     * @param startDate local day of the start, ISO 8601
     * @param endDate local day of the end, ISO 8601, the first of the next period
     */
    public record Period(Instant start, Instant end, String startDate, String endDate) {}
}
