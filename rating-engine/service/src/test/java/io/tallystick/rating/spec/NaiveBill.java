package io.tallystick.rating.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.rating.verify.NaiveLife;
import io.tallystick.rating.verify.NaiveLine;
import io.tallystick.rating.verify.NaivePeriod;
import io.tallystick.rating.verify.NaiveSegment;
import io.tallystick.rating.verify.NaiveUse;
import io.tallystick.rating.verify.Rational;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * A bill worked out hour by hour and day by day in fractions, straight from a request to the bill simulation. Slow and plain on
 * purpose: it knows the rules and nothing of the product's code. It takes usage as quantities or as levels on whole hours.
 */
final class NaiveBill {
    private static final Duration HOUR = Duration.ofHours(1);

    private final JsonNode request;
    private final NaiveLife life;
    private final List<NaiveLine> lines = new ArrayList<>();

    NaiveBill(JsonNode request) {
        this.request = request;
        this.life = new NaiveLife(request);
        if (request.has("billedUpTo")) {
            corrections(life.instant(request.get("billedUpTo").textValue()));
        } else {
            bill(life);
            Instant from = life.instant(request.at("/period/start").textValue());
            Instant to = life.instant(request.at("/period/end").textValue());
            lines.removeIf(line -> line.start().isBefore(from) || !line.start().isBefore(to));
        }
    }

    /** In the notation of the tables. */
    List<String> lines() {
        return lines.stream()
                .filter(line -> !line.discount())
                .map(line -> "%s %s %s %s%s"
                        .formatted(
                                line.charge(),
                                date(line.start()),
                                date(line.end()),
                                money(line.amount()),
                                line.correction() ? " correction" : ""))
                .toList();
    }

    /** Subtotal, total, amount due. */
    List<String> totals() {
        Rational subtotal = Rational.ZERO;
        Rational left = Rational.ZERO;
        for (NaiveLine line : lines) {
            subtotal = line.discount() ? subtotal : subtotal.plus(line.amount());
            left = left.plus(line.amount());
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
        List<NaiveLine> billed = new ArrayList<>(new NaiveBill(earlier).lines);
        billed.removeIf(line -> line.due().isAfter(billedUpTo));
        for (NaiveLine line : new NaiveBill(later).lines) {
            NaiveLine before = billed.stream()
                    .filter(other -> isSame(line, other))
                    .findFirst()
                    .orElse(null);
            billed.remove(before);
            if (before == null) {
                lines.add(line);
            } else if (before.amount().compareTo(line.amount()) != 0) {
                lines.add(corrected(line, line.amount().minus(before.amount())));
            }
        }
        for (NaiveLine gone : billed) {
            lines.add(corrected(gone, Rational.ZERO.minus(gone.amount())));
        }
    }

    private void bill(NaiveLife of) {
        Instant to = of.instant(request.at("/period/end").textValue());
        for (NaivePeriod period : NaivePeriod.of(of, digits(), to)) {
            lines.addAll(period.lines(this::used));
        }
    }

    private NaiveUse used(NaiveSegment segment) {
        Rational sum = Rational.ZERO;
        for (NaiveSegment.Window window : segment.windows()) {
            for (JsonNode usage : request.path("usage")) {
                boolean counts = usage.get("meter").equals(segment.charge().get("meter"));
                if (counts && usage.has("quantity")) {
                    boolean inside =
                            window.contains(life.instant(usage.get("at").textValue()));
                    sum = inside ? sum.plus(Rational.of(usage.get("quantity").textValue())) : sum;
                }
            }
            sum = sum.plus(level(segment, window));
        }
        return NaiveUse.of(sum, true);
    }

    /** Hour by hour, the last level that was told by then. */
    private Rational level(NaiveSegment segment, NaiveSegment.Window window) {
        Rational area = Rational.ZERO;
        for (Instant hour = window.from(); hour.isBefore(window.to()); hour = hour.plus(HOUR)) {
            Rational level = Rational.ZERO;
            Instant since = Instant.MIN;
            for (JsonNode usage : request.path("usage")) {
                for (JsonNode event : usage.path("events")) {
                    Instant at = Instant.parse(event.get("time").textValue());
                    boolean counts = usage.get("meter").equals(segment.charge().get("meter"));
                    if (counts && !at.isAfter(hour) && !at.isBefore(since)) {
                        level = Rational.of(event.at("/data/value").textValue());
                        since = at;
                    }
                }
            }
            area = area.plus(level);
        }
        return area.over(Rational.whole(
                Duration.between(segment.wholeStart(), segment.wholeEnd()).toHours()));
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

    private static boolean isSame(NaiveLine line, NaiveLine other) {
        return line.charge().equals(other.charge()) && line.start().equals(other.start());
    }

    private static NaiveLine corrected(NaiveLine line, Rational amount) {
        return new NaiveLine(
                line.charge(),
                line.start(),
                line.end(),
                line.due(),
                line.quantity(),
                line.exact(),
                amount,
                true,
                line.discount());
    }
}
