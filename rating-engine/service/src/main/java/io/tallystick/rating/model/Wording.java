package io.tallystick.rating.model;

import io.tallystick.rating.catalog.Charge;
import io.tallystick.rating.pricing.Tariff;
import io.tallystick.schemas.money.Decimals;
import io.tallystick.schemas.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;

/** What stands on the invoice: {@code API calls beyond 10,000 included, 1–30 Nov 2026}. */
final class Wording {
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    private Wording() {}

    static String usage(Charge.Usage charge, Tariff tariff, BillingPeriod service, ZoneId zone) {
        String beyond = tariff.allowance()
                .filter(included -> included.signum() > 0)
                .map(included -> " beyond " + number(included) + " included")
                .orElse("");
        return charge.displayName() + beyond + ", " + dates(service, zone);
    }

    static String fee(Charge charge, BigDecimal quantity, BillingPeriod service, ZoneId zone) {
        String times = quantity.compareTo(BigDecimal.ONE) == 0 ? "" : " × " + number(quantity);
        return charge.displayName() + times + ", " + dates(service, zone);
    }

    static String once(Charge charge, BigDecimal quantity, Instant at, ZoneId zone) {
        String times = quantity.compareTo(BigDecimal.ONE) == 0 ? "" : " × " + number(quantity);
        return charge.displayName() + times + ", " + date(LocalDate.ofInstant(at, zone));
    }

    /** The local dates of a span, the last one included: {@code 1–30 Nov 2026}, {@code 16 Nov – 15 Dec 2026}. */
    static String dates(BillingPeriod span, ZoneId zone) {
        LocalDate first = LocalDate.ofInstant(span.start(), zone);
        LocalDate last =
                LocalDateTime.ofInstant(span.end(), zone).minusNanos(1_000).toLocalDate();
        if (!last.isAfter(first)) {
            return date(first);
        }
        if (first.getYear() != last.getYear()) {
            return date(first) + " – " + date(last);
        }
        if (first.getMonth() != last.getMonth()) {
            return dayAndMonth(first) + " – " + date(last);
        }
        return first.getDayOfMonth() + "–" + date(last);
    }

    /** {@code 16 Nov 2026}. */
    static String date(LocalDate day) {
        return dayAndMonth(day) + " " + day.getYear();
    }

    /** {@code 1,234,567.5}: the same in every language, because it is part of a stored line. */
    static String number(BigDecimal value) {
        String plain = Decimals.text(value.abs());
        int point = plain.indexOf('.') < 0 ? plain.length() : plain.indexOf('.');
        StringBuilder out = new StringBuilder(plain);
        for (int at = point - 3; at > 0; at -= 3) {
            out.insert(at, ',');
        }
        return (value.signum() < 0 ? "-" : "") + out;
    }

    /** {@code 20 %} for 0.20. */
    static String percent(BigDecimal rate) {
        return number(rate.movePointRight(2)) + " %";
    }

    private static String dayAndMonth(LocalDate day) {
        return day.getDayOfMonth() + " " + MONTHS.get(day.getMonthValue() - 1);
    }
}
