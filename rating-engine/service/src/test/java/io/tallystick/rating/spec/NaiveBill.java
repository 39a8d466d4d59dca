package io.tallystick.rating.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A bill worked out hour by hour and day by day in fractions, straight from a request to the bill simulation. Slow and plain on
 * purpose: it knows the rules and nothing of the product's code. It takes usage as quantities or as levels on whole hours.
 */
final class NaiveBill {
    private static final Duration HOUR = Duration.ofHours(1);

    private final JsonNode request;
    private final NaiveLife life;
    private final List<Line> lines = new ArrayList<>();

    NaiveBill(JsonNode request) {
        this.request = request;
        this.life = new NaiveLife(request);
        if (request.has("billedUpTo")) {
            corrections(life.instant(request.get("billedUpTo").textValue()));
        } else {
            bill(life);
            Instant from = life.instant(request.at("/period/start").textValue());
            Instant to = life.instant(request.at("/period/end").textValue());
            lines.removeIf(line -> line.start.isBefore(from) || !line.start.isBefore(to));
        }
    }

    /** In the notation of the tables. */
    List<String> lines() {
        return lines.stream()
                .filter(line -> !line.discount)
                .map(line -> "%s %s %s %s%s"
                        .formatted(
                                line.charge,
                                date(line.start),
                                date(line.end),
                                money(line.amount),
                                line.correction ? " correction" : ""))
                .toList();
    }

    /** Subtotal, total, amount due. */
    List<String> totals() {
        Rational subtotal = Rational.ZERO;
        Rational left = Rational.ZERO;
        for (Line line : lines) {
            subtotal = line.discount ? subtotal : subtotal.plus(line.amount);
            left = left.plus(line.amount);
        }
        for (JsonNode coupon : request.path("discounts")) {
            left = coupon.has("rate")
                    ? left.minus(cents(left.times(Rational.of(coupon.get("rate").textValue()))))
                    : left;
        }
        for (JsonNode coupon : request.path("discounts")) {
            left = coupon.has("amount")
                    ? left.minus(Rational.of(coupon.get("amount").textValue()).min(left))
                    : left;
        }
        Rational total = left;
        for (JsonNode tax : request.path("taxes")) {
            boolean inclusive = tax.path("inclusive").asBoolean(false);
            total = inclusive
                    ? total
                    : total.plus(cents(left.times(Rational.of(tax.get("rate").textValue()))));
        }
        Rational due = total;
        for (JsonNode credit : request.path("credits")) {
            boolean expired = credit.has("expiresAt")
                    && !life.instant(credit.get("expiresAt").textValue())
                            .isAfter(life.instant(request.at("/period/end").textValue()));
            due = expired
                    ? due
                    : due.minus(Rational.of(credit.get("amount").textValue()).min(due));
        }
        return List.of(money(subtotal), money(total), money(due));
    }

    /** What was billed by then, told without the later facts, against what is right with them. */
    private void corrections(Instant billedUpTo) {
        ObjectNode earlier = request.deepCopy();
        earlier.remove("billedUpTo");
        ObjectNode later = earlier.deepCopy();
        earlier.withObject("/subscription")
                .withArray("changes")
                .removeIf(fact -> life.instant(fact.get("at").textValue()).isAfter(billedUpTo));
        List<Line> billed = new ArrayList<>(new NaiveBill(earlier).lines);
        billed.removeIf(line -> line.due.isAfter(billedUpTo));
        for (Line line : new NaiveBill(later).lines) {
            Line before = billed.stream().filter(line::isSame).findFirst().orElse(null);
            billed.remove(before);
            if (before == null) {
                lines.add(line);
            } else if (before.amount.compareTo(line.amount) != 0) {
                lines.add(line.correctionOf(before));
            }
        }
        for (Line gone : billed) {
            lines.add(gone.takenBack());
        }
    }

    private void bill(NaiveLife of) {
        Instant to = of.instant(request.at("/period/end").textValue());
        Instant at = of.start();
        NaiveLife.State state = of.at(at);
        int number = 0;
        while (state.lives() && at.isBefore(to)) {
            Instant end = state.periodEnd(at);
            // A period is cut where the subscription ends or another row of periods begins.
            Instant cut = at;
            while (cut.isBefore(end) && sameRow(state, of.at(cut))) {
                cut = cut.plus(HOUR);
            }
            new NaivePeriod(request, of, state.periodStart(at), end, at, cut, number).addTo(lines);
            number++;
            at = cut;
            state = of.at(at);
        }
    }

    private static boolean sameRow(NaiveLife.State a, NaiveLife.State b) {
        return b.lives()
                && a.anchor().equals(b.anchor())
                && a.plan().path("cadence").equals(b.plan().path("cadence"));
    }

    private LocalDate date(Instant instant) {
        return LocalDate.ofInstant(instant, life.zone());
    }

    private String money(Rational amount) {
        return amount.cutAt(digits());
    }

    private int digits() {
        return digits(request);
    }

    static int digits(JsonNode request) {
        return request.get("currency").textValue().equals("JPY") ? 0 : 2;
    }

    private Rational cents(Rational amount) {
        return cents(request, amount);
    }

    /** Half away from zero to the minor unit. */
    static Rational cents(JsonNode request, Rational amount) {
        Rational unit = Rational.tenTo(digits(request));
        return amount.times(unit).halfAway().over(unit);
    }

    /** A line with its amount as shown. */
    record Line(
            String charge,
            Instant start,
            Instant end,
            Instant due,
            Rational exact,
            Rational amount,
            boolean correction,
            boolean discount) {
        private boolean isSame(Line other) {
            return charge.equals(other.charge) && start.equals(other.start);
        }

        private Line correctionOf(Line before) {
            return new Line(charge, start, end, due, exact, amount.minus(before.amount), true, discount);
        }

        private Line takenBack() {
            return new Line(charge, start, end, due, exact, Rational.ZERO.minus(amount), true, discount);
        }
    }

    /** A whole number. */
    static Rational whole(long number) {
        return new Rational(BigInteger.valueOf(number), BigInteger.ONE);
    }

    /** Keys of all charges that stand in any plan of the period, in the order in which they first stand there. */
    static Set<String> keys(Iterable<NaiveLife.State> states) {
        Set<String> keys = new LinkedHashSet<>();
        states.forEach(state -> state.plan()
                .get("charges")
                .forEach(charge -> keys.add(charge.get("key").textValue())));
        return keys;
    }
}
