package io.tallystick.rating.model;

import io.tallystick.rating.catalog.Commitment;
import io.tallystick.rating.pricing.Priced;
import io.tallystick.rating.pricing.Share;
import io.tallystick.schemas.id.SetDigest;
import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.Money;
import io.tallystick.schemas.money.PreciseAmount;
import io.tallystick.schemas.money.Rounding;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Step;
import io.tallystick.schemas.time.BillingPeriod;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The true-up of a minimum commitment and the cap of a maximum: one line for each billing period that has either. It counts
 * what stands on the lines of the period (usage, fees, add-ons, shares, reserved capacity; not one-offs). The minimum and the
 * maximum of a period are those of its parts, each prorated and rounded, added up; trials and pauses commit to nothing. There
 * is a maximum only if every part has one.
 *
 * <p>A minimum of 10,000.00 in a first period of 5 of 7 days is 7,142.86; lines of 714.29 are topped up by 6,428.57.
 */
final class CommitmentLines {
    /** The charge key of the line. */
    static final String KEY = "commitment";

    private CommitmentLines() {}

    static List<LineDraft> of(PeriodView view, List<Standing> lines) {
        List<Part> parts = parts(view);
        Optional<Money> minimum = sum(view, parts, false);
        Optional<Money> maximum = sum(view, parts, true);
        if (minimum.isEmpty() && maximum.isEmpty()) {
            return List.of();
        }
        Money counted = Money.zero(currency(view));
        for (Standing line : lines) {
            if (counts(line.kind())) {
                counted = counted.plus(line.amount());
            }
        }
        return List.of(line(view, priced(counted, minimum, maximum)));
    }

    private static LineDraft line(PeriodView view, Priced priced) {
        return Drafts.of(
                view,
                view.lastState().plan(),
                KEY,
                RatedLine.Kind.COMMITMENT,
                new Drafts.Content(
                        "Commitment, " + Wording.dates(view.part(), view.zone()),
                        view.part(),
                        view.part().end(),
                        Optional.empty(),
                        BigDecimal.ONE,
                        priced,
                        SetDigest.EMPTY),
                "");
    }

    private static Priced priced(Money counted, Optional<Money> minimum, Optional<Money> maximum) {
        if (minimum.isPresent() && counted.compareTo(minimum.get()) < 0) {
            return difference("committed minimum", minimum.get(), counted);
        }
        if (maximum.isPresent() && counted.compareTo(maximum.get()) > 0) {
            return difference("agreed maximum", maximum.get(), counted);
        }
        return new Priced(
                BigDecimal.ZERO, List.of(step("lines of the period are within the commitment", BigDecimal.ZERO)));
    }

    private static Priced difference(String label, Money bound, Money counted) {
        return new Priced(
                bound.minus(counted).value(),
                List.of(
                        step(label, bound.value()),
                        step("less lines of the period", counted.negate().value())));
    }

    private static Step step(String label, BigDecimal amount) {
        return new Step(label, null, null, null, null, null, amount);
    }

    private static Optional<Money> sum(PeriodView view, List<Part> parts, boolean most) {
        Money sum = Money.zero(currency(view));
        boolean any = false;
        for (Part part : parts) {
            Optional<BigDecimal> bound = most
                    ? part.rule().flatMap(Commitment::maximum)
                    : part.rule().flatMap(rule -> rule.minimumOf(view.number()));
            if (bound.isPresent()) {
                any = true;
                BigDecimal prorated = part.share().of(bound.get());
                sum = sum.plus(new PreciseAmount(currency(view), prorated).round(Rounding.COMMITMENT));
            } else if (most) {
                return Optional.empty();
            }
        }
        return any ? Optional.of(sum) : Optional.empty();
    }

    /** Parts of the period with one commitment each. */
    private static List<Part> parts(PeriodView view) {
        List<Part> parts = new ArrayList<>();
        for (Span span : view.spans()) {
            if (span.state().paused() || span.state().trial()) {
                continue;
            }
            Optional<Commitment> rule = span.state().commitment();
            boolean joins = !parts.isEmpty()
                    && parts.getLast().rule().equals(rule)
                    && parts.getLast().time().end().equals(span.time().start());
            if (joins) {
                BillingPeriod time = new BillingPeriod(
                        parts.getLast().time().start(), span.time().end());
                parts.set(parts.size() - 1, part(view, span, time, rule));
            } else {
                parts.add(part(view, span, span.time(), rule));
            }
        }
        return parts;
    }

    private static Part part(PeriodView view, Span span, BillingPeriod time, Optional<Commitment> rule) {
        Share share = Shares.of(
                span.state().plan().plan().proration(), time, view.key().period(), view.zone());
        return new Part(time, rule, share);
    }

    private static CurrencyUnit currency(PeriodView view) {
        return view.lastState().plan().plan().currency();
    }

    private static boolean counts(RatedLine.Kind kind) {
        return switch (kind) {
            case USAGE, RECURRING, ADD_ON, PERCENT_OF, RESERVED -> true;
            case ONE_OFF, COMMITMENT, ADJUSTMENT, DISCOUNT -> false;
        };
    }

    private record Part(BillingPeriod time, Optional<Commitment> rule, Share share) {}
}
