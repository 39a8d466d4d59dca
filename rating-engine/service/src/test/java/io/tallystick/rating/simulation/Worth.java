package io.tallystick.rating.simulation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a charge is worth in a period: counted from all events, priced by hand. */
record Worth(BigDecimal quantity, BigDecimal amount, long events) {
    static final Worth NOTHING = new Worth(BigDecimal.ZERO, BigDecimal.ZERO, 0);

    Worth {
        quantity = plain(quantity);
        amount = plain(amount);
    }

    private static BigDecimal plain(BigDecimal value) {
        return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    }

    Worth plus(Worth other) {
        return new Worth(quantity.add(other.quantity), amount.add(other.amount), events + other.events);
    }

    Worth minus(Worth other) {
        return new Worth(quantity.subtract(other.quantity), amount.subtract(other.amount), events - other.events);
    }

    boolean isNothing() {
        return equals(NOTHING);
    }

    static Worth of(Life life, int period, String charge, List<Oracle.Kept> all) {
        boolean basic = life.plan(period).equals("basic");
        if (charge.equals("fee")) {
            return new Worth(BigDecimal.ONE, new BigDecimal(basic ? "49.00" : "99.00"), 0);
        }
        Instant from = life.start(period);
        Instant to = life.start(period + 1);
        List<Sent> inside = new ArrayList<>();
        List<Sent> before = new ArrayList<>();
        for (Oracle.Kept kept : all) {
            Sent sent = kept.sent();
            if (kept.counts()
                    && sent.customer().equals(life.customer())
                    && Life.charge(sent).equals(charge)
                    && !Life.isFailedCall(sent)
                    && sent.at().isBefore(to)) {
                (sent.at().isBefore(from) ? before : inside).add(sent);
            }
        }
        BigDecimal quantity = switch (charge) {
            case "calls" -> BigDecimal.valueOf(inside.size());
            case "models" -> BigDecimal.valueOf(models(inside));
            case "bytes" -> inside.stream().map(Sent::value).reduce(BigDecimal.ZERO, BigDecimal::add);
            default -> average(before, inside, from, to);
        };
        return new Worth(quantity, price(charge, basic, quantity).setScale(2, RoundingMode.HALF_UP), inside.size());
    }

    private static long models(List<Sent> events) {
        Set<String> models = new HashSet<>();
        events.forEach(event -> models.add(event.text()));
        return models.size();
    }

    /** The average of every class over the period, each class holding its last level until the next. */
    private static BigDecimal average(List<Sent> before, List<Sent> inside, Instant from, Instant to) {
        List<Sent> all = new ArrayList<>(before);
        all.addAll(inside);
        all.sort(Comparator.comparing(Sent::at).thenComparing(Sent::source).thenComparing(Sent::id));
        Map<String, BigDecimal> levels = new HashMap<>();
        BigDecimal area = BigDecimal.ZERO;
        Instant since = from;
        for (Sent sent : all) {
            if (sent.at().isAfter(since)) {
                area = area.add(area(levels, since, sent.at()));
                since = sent.at();
            }
            levels.put(sent.text(), sent.value());
        }
        area = area.add(area(levels, since, to));
        return area.divide(micros(from, to), 24, RoundingMode.DOWN);
    }

    private static BigDecimal area(Map<String, BigDecimal> levels, Instant from, Instant to) {
        return levels.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add).multiply(micros(from, to));
    }

    private static BigDecimal micros(Instant from, Instant to) {
        return BigDecimal.valueOf(Duration.between(from, to).toNanos() / 1_000);
    }

    private static BigDecimal price(String charge, boolean basic, BigDecimal quantity) {
        return switch (charge) {
            case "calls" -> basic ? graduated(quantity.longValueExact() - 2) : volume(quantity.longValueExact());
            case "models" -> quantity;
            case "bytes" -> quantity.multiply(new BigDecimal(basic ? "0.0125" : "0.0100"));
            default -> quantity.multiply(new BigDecimal(basic ? "0.10" : "0.08"));
        };
    }

    private static BigDecimal graduated(long calls) {
        long first = Math.clamp(calls, 0, 5);
        long rest = Math.max(0, calls - 5);
        return BigDecimal.valueOf(first * 50 + rest * 25, 2);
    }

    private static BigDecimal volume(long calls) {
        return BigDecimal.valueOf(calls * (calls <= 4 ? 40 : 20), 2);
    }
}
