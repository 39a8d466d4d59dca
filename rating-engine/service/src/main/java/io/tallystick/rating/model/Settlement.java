package io.tallystick.rating.model;

import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.id.SetDigest;
import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.Money;
import io.tallystick.schemas.money.PreciseAmount;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Step;
import io.tallystick.schemas.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Brings what should stand together with what stands. A line that no close holds yet is replaced. A line that a close holds
 * never changes: the difference becomes an adjustment line, so that original and adjustments always add up to what is right
 * now.
 *
 * <p>An original of 200.00 is sealed; late usage makes it 240.00: an adjustment of 40.00 comes into being. More late usage
 * makes it 250.00: the same adjustment becomes 50.00 as long as no close holds it, else a second one of 10.00 follows. A
 * correction downwards gives a negative one.
 */
public final class Settlement {
    /** The reason of a line that is no longer owed. */
    public static final String WITHDRAWN = "withdrawn";

    private final Timeline timeline;
    private final Optional<Instant> sealedUntil;
    private final Collection<RatedLine> standing;

    private Settlement(Timeline timeline, Optional<Instant> sealedUntil, Collection<RatedLine> standing) {
        this.timeline = timeline;
        this.sealedUntil = sealedUntil;
        this.standing = standing;
    }

    /**
     * What has to be stored and published.
     *
     * @param expected lines as they should be now: any selection, for instance of the series that were touched
     * @param standing stored lines: at least the originals of {@code expected} with all their adjustments
     * @param sealedUntil cut-off of the last seal of the customer's partition
     * @return lines that are new or say something new, with the {@code billableAt} that puts them behind the seal
     */
    public static List<LineDraft> settle(
            Timeline timeline,
            Collection<LineDraft> expected,
            Collection<RatedLine> standing,
            Optional<Instant> sealedUntil) {
        Settlement settlement = new Settlement(timeline, sealedUntil, standing);
        List<LineDraft> changed = new ArrayList<>();
        for (LineDraft line : expected) {
            settlement.settle(line).ifPresent(changed::add);
        }
        return changed;
    }

    /**
     * Zero lines in place of the originals of a period that are no longer owed, because the subscription changed afterwards; to
     * be settled together with {@code expected}.
     *
     * @param expected all lines of the period as they should be now
     * @param standing all stored lines of the period
     */
    public static List<LineDraft> withdrawn(
            PeriodKey period, Collection<LineDraft> expected, Collection<RatedLine> standing) {
        Set<String> kept = new HashSet<>();
        expected.forEach(line -> kept.add(line.id()));
        List<LineDraft> gone = new ArrayList<>();
        for (RatedLine line : standing) {
            if (line.adjusts() == null && !kept.contains(line.id())) {
                gone.add(nothing(period, line));
            }
        }
        return gone;
    }

    /**
     * When a line becomes due: at its own instant, but never in what is sealed; then it is the end of the subscription's billing
     * period that is open at the seal.
     */
    public static Instant billableAt(
            Timeline timeline, String subscriptionId, Instant own, Optional<Instant> sealedUntil) {
        boolean open = sealedUntil.map(own::isAfter).orElse(true);
        return open ? own : timeline.nextPeriodEnd(subscriptionId, sealedUntil.orElseThrow());
    }

    private Optional<LineDraft> settle(LineDraft line) {
        Optional<RatedLine> original = standing.stream()
                .filter(stored -> stored.id().equals(line.id()))
                .findFirst();
        if (original.isEmpty()) {
            return withdrawn(line) ? Optional.empty() : Optional.of(behindTheSeal(line));
        }
        if (open(original.get())) {
            LineDraft moved = behindTheSeal(line);
            return moved.says(original.get()) ? Optional.empty() : Optional.of(moved);
        }
        return adjusted(line, original.get());
    }

    private Optional<LineDraft> adjusted(LineDraft line, RatedLine original) {
        Worth billed = Worth.of(original);
        Optional<RatedLine> open = Optional.empty();
        for (RatedLine stored : standing) {
            if (original.id().equals(stored.adjusts())) {
                if (open(stored)) {
                    open = Optional.of(stored);
                } else {
                    billed = billed.plus(Worth.of(stored));
                }
            }
        }
        Worth difference = Worth.of(line).minus(billed);
        if (open.isEmpty() && difference.isNothing()) {
            return Optional.empty();
        }
        LineDraft adjustment = adjustment(line, original, billed, difference, open);
        return open.filter(adjustment::says).isPresent() ? Optional.empty() : Optional.of(adjustment);
    }

    private LineDraft adjustment(
            LineDraft line, RatedLine original, Worth billed, Worth difference, Optional<RatedLine> open) {
        CurrencyUnit currency = line.amount().currency();
        String id = open.map(RatedLine::id)
                .orElseGet(() -> Hash128.of(
                                "adjustment",
                                original.id(),
                                sealedUntil.map(Instant::toString).orElse(""))
                        .toString());
        return new LineDraft(
                id,
                line.period(),
                line.planKey(),
                line.planVersion(),
                line.chargeKey(),
                RatedLine.Kind.ADJUSTMENT,
                "Correction: " + line.description(),
                line.zone(),
                line.service(),
                open.map(RatedLine::billableAt)
                        .orElseGet(() ->
                                timeline.nextPeriodEnd(line.period().subscriptionId(), sealedUntil.orElseThrow())),
                line.meterKey(),
                difference.quantity(),
                new PreciseAmount(currency, difference.unrounded()),
                new Money(currency, difference.amount()),
                List.of(
                        step("as it is now", line.quantity(), line.unrounded().value()),
                        step(
                                "less billed before",
                                billed.quantity().negate(),
                                billed.unrounded().negate())),
                difference.events(),
                Optional.of(original.id()),
                Optional.of(reason(line, difference)));
    }

    private static String reason(LineDraft line, Worth difference) {
        if (line.kind() != RatedLine.Kind.USAGE || difference.sameEvents()) {
            return "correction";
        }
        return difference.events().count() > 0 ? "late_usage" : "corrected_usage";
    }

    private LineDraft behindTheSeal(LineDraft line) {
        Instant moved = billableAt(timeline, line.period().subscriptionId(), line.billableAt(), sealedUntil);
        return line.withBillableAt(moved);
    }

    private boolean open(RatedLine line) {
        return sealedUntil.map(cutoff -> line.billableAt().isAfter(cutoff)).orElse(true);
    }

    private static boolean withdrawn(LineDraft line) {
        return line.reason().filter(WITHDRAWN::equals).isPresent();
    }

    private static LineDraft nothing(PeriodKey period, RatedLine line) {
        CurrencyUnit currency = CurrencyUnit.of(line.currency());
        return new LineDraft(
                line.id(),
                period,
                line.planKey(),
                line.planVersion(),
                line.chargeKey(),
                line.kind(),
                line.description(),
                ZoneId.of(line.zone()),
                new BillingPeriod(line.servicePeriodStart(), line.servicePeriodEnd()),
                line.billableAt(),
                Optional.ofNullable(line.meterKey()),
                BigDecimal.ZERO,
                PreciseAmount.zero(currency),
                Money.zero(currency),
                List.of(step("no longer owed", BigDecimal.ZERO, BigDecimal.ZERO)),
                SetDigest.EMPTY,
                Optional.empty(),
                Optional.of(WITHDRAWN));
    }

    private static Step step(String label, BigDecimal quantity, BigDecimal amount) {
        return new Step(label, null, null, quantity, null, null, amount);
    }
}
