package io.tallystick.rating.model;

import io.tallystick.rating.catalog.Charge;
import io.tallystick.rating.catalog.Proration;
import io.tallystick.rating.pricing.Priced;
import io.tallystick.rating.pricing.Share;
import io.tallystick.schemas.id.SetDigest;
import io.tallystick.schemas.money.Decimals;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Step;
import io.tallystick.schemas.time.BillingPeriod;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Percentages of other lines of the period. The share is taken of the unrounded amounts of the lines that lie in the part in
 * which it is owed; of a line that lies in it partly, the share of its time.
 */
final class ShareLines {
    private ShareLines() {}

    static List<LineDraft> of(PeriodView view, List<Standing> lines) {
        List<LineDraft> drafts = new ArrayList<>();
        for (Cover cover : view.shares()) {
            drafts.add(line(view, cover, (Charge.PercentOf) cover.charge(), lines));
        }
        return drafts;
    }

    private static LineDraft line(PeriodView view, Cover cover, Charge.PercentOf charge, List<Standing> lines) {
        BigDecimal base = BigDecimal.ZERO;
        for (Standing line : lines) {
            if (charge.of().contains(line.chargeKey())) {
                base = base.add(part(view, cover, line));
            }
        }
        BigDecimal amount = base.multiply(charge.rate());
        Priced share = new Priced(
                amount,
                List.of(new Step(
                        Wording.percent(charge.rate()) + " of " + String.join(", ", charge.of()),
                        null,
                        null,
                        Decimals.canonical(base),
                        Decimals.canonical(charge.rate()),
                        null,
                        Decimals.canonical(amount))));
        return Drafts.of(
                view,
                cover.plan(),
                charge.key(),
                RatedLine.Kind.PERCENT_OF,
                new Drafts.Content(
                        Wording.fee(charge, BigDecimal.ONE, cover.service(), view.zone()),
                        cover.service(),
                        view.part().end(),
                        Optional.empty(),
                        Decimals.canonical(base),
                        Limits.apply(share, charge.minimum(), charge.maximum(), cover.share()),
                        SetDigest.EMPTY),
                "");
    }

    private static BigDecimal part(PeriodView view, Cover cover, Standing line) {
        BigDecimal amount = line.unrounded().value();
        if (cover.service().encloses(line.service())) {
            return amount;
        }
        Optional<BillingPeriod> common = cover.service().intersection(line.service());
        if (common.isEmpty()) {
            return BigDecimal.ZERO;
        }
        Share share = Shares.of(Proration.DAY, common.get(), line.service(), view.zone());
        return share.of(amount);
    }
}
