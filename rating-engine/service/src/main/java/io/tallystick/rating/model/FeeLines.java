package io.tallystick.rating.model;

import io.tallystick.rating.catalog.Charge;
import io.tallystick.rating.catalog.Proration;
import io.tallystick.rating.catalog.Timing;
import io.tallystick.rating.pricing.Flat;
import io.tallystick.rating.pricing.PerUnit;
import io.tallystick.rating.pricing.Priced;
import io.tallystick.rating.pricing.Share;
import io.tallystick.rating.pricing.Tariff;
import io.tallystick.rating.pricing.Usage;
import io.tallystick.schemas.id.SetDigest;
import io.tallystick.schemas.money.Decimals;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Step;
import io.tallystick.schemas.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Recurring fees, add-ons, reserved capacity and one-offs of a period. */
final class FeeLines {
    private FeeLines() {}

    static List<LineDraft> of(PeriodView view) {
        List<LineDraft> lines = new ArrayList<>();
        view.fees().forEach(cover -> lines.add(fee(view, cover)));
        view.orders().forEach(order -> lines.add(once(view, order)));
        return lines;
    }

    private static LineDraft fee(PeriodView view, Cover cover) {
        Tariff tariff = perPiece(cover.charge(), cover.tariff().orElseThrow(), cover.quantity());
        Proration proration = cover.plan().plan().proration();
        Priced priced = prorated(tariff.rate(new Usage.Quantity(cover.quantity())), cover.share(), proration);
        return Drafts.of(
                view,
                cover.plan(),
                cover.charge().key(),
                kind(cover.charge()),
                new Drafts.Content(
                        Wording.fee(cover.charge(), cover.quantity(), cover.service(), view.zone()),
                        cover.service(),
                        timing(cover.charge()) == Timing.IN_ADVANCE
                                ? cover.service().start()
                                : view.part().end(),
                        Optional.empty(),
                        Decimals.canonical(cover.quantity()),
                        priced,
                        SetDigest.EMPTY),
                "");
    }

    private static LineDraft once(PeriodView view, Order order) {
        Tariff tariff = perPiece(order.charge(), order.tariff(), order.quantity());
        return Drafts.of(
                view,
                order.plan(),
                order.charge().key(),
                RatedLine.Kind.ONE_OFF,
                new Drafts.Content(
                        Wording.once(order.charge(), order.quantity(), order.at(), view.zone()),
                        day(order.at(), view.zone()),
                        order.at(),
                        Optional.empty(),
                        Decimals.canonical(order.quantity()),
                        tariff.rate(new Usage.Quantity(order.quantity())),
                        SetDigest.EMPTY),
                order.number() == 0 ? "" : Integer.toString(order.number()));
    }

    /** The amount of a full period times the share; the row that makes the difference names the days. */
    static Priced prorated(Priced full, Share share, Proration proration) {
        if (share.full()) {
            return full;
        }
        BigDecimal part = Decimals.canonical(share.of(full.amount()));
        List<Step> steps = new ArrayList<>(full.steps());
        steps.add(new Step(
                Shares.words(proration, share),
                null,
                null,
                null,
                null,
                null,
                Decimals.canonical(part.subtract(full.amount()))));
        return new Priced(part, steps);
    }

    /**
     * A flat amount of something that is ordered by the piece is the price of one. A recurring fee is not ordered: its flat
     * amount stays the same whatever the quantity.
     */
    private static Tariff perPiece(Charge charge, Tariff tariff, BigDecimal quantity) {
        boolean ordered = switch (charge) {
            case Charge.AddOn _, Charge.OneOff _, Charge.Reserved _ -> true;
            case Charge.Recurring _, Charge.Usage _, Charge.PercentOf _ -> false;
        };
        if (ordered && quantity.compareTo(BigDecimal.ONE) != 0 && tariff.price() instanceof Flat(BigDecimal amount)) {
            return new Tariff(
                    new PerUnit(amount), tariff.allowance(), tariff.transform(), tariff.minimum(), tariff.maximum());
        }
        return tariff;
    }

    private static RatedLine.Kind kind(Charge charge) {
        return switch (charge) {
            case Charge.Usage _ -> RatedLine.Kind.USAGE;
            case Charge.Recurring _ -> RatedLine.Kind.RECURRING;
            case Charge.AddOn _ -> RatedLine.Kind.ADD_ON;
            case Charge.OneOff _ -> RatedLine.Kind.ONE_OFF;
            case Charge.PercentOf _ -> RatedLine.Kind.PERCENT_OF;
            case Charge.Reserved _ -> RatedLine.Kind.RESERVED;
        };
    }

    private static Timing timing(Charge charge) {
        return switch (charge) {
            case Charge.Recurring fee -> fee.timing();
            case Charge.AddOn addOn -> addOn.timing();
            case Charge.Reserved reserved -> reserved.timing();
            case Charge.Usage _, Charge.OneOff _, Charge.PercentOf _ -> Timing.IN_ARREARS;
        };
    }

    /** From the instant to the end of its local day. */
    private static BillingPeriod day(Instant at, ZoneId zone) {
        Instant midnight =
                LocalDate.ofInstant(at, zone).plusDays(1).atStartOfDay(zone).toInstant();
        return new BillingPeriod(at, midnight);
    }
}
