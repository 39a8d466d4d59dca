package io.tallystick.rating.model;

import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.Money;
import io.tallystick.schemas.money.PreciseAmount;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.time.BillingPeriod;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a line is worth now, with all its corrections.
 *
 * @param id of the original line
 * @param chargeKey its charge
 * @param kind what it is
 * @param service what is paid for
 * @param unrounded exact amount
 * @param amount as shown
 */
record Standing(
        String id,
        String chargeKey,
        RatedLine.Kind kind,
        BillingPeriod service,
        PreciseAmount unrounded,
        Money amount) {

    /** The lines of a period: those that were just rated, and of the others what stands. */
    static List<Standing> of(Collection<LineDraft> rated, Collection<RatedLine> standing) {
        List<Standing> all = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (LineDraft line : rated) {
            known.add(line.id());
            all.add(new Standing(
                    line.id(), line.chargeKey(), line.kind(), line.service(), line.unrounded(), line.amount()));
        }
        for (RatedLine line : standing) {
            if (line.adjusts() == null && known.add(line.id())) {
                all.add(corrected(line, standing));
            }
        }
        return all;
    }

    private static Standing corrected(RatedLine original, Collection<RatedLine> standing) {
        BigDecimal unrounded = original.unroundedAmount();
        BigDecimal amount = original.amount();
        for (RatedLine line : standing) {
            if (original.id().equals(line.adjusts())) {
                unrounded = unrounded.add(line.unroundedAmount());
                amount = amount.add(line.amount());
            }
        }
        CurrencyUnit currency = CurrencyUnit.of(original.currency());
        return new Standing(
                original.id(),
                original.chargeKey(),
                original.kind(),
                new BillingPeriod(original.servicePeriodStart(), original.servicePeriodEnd()),
                new PreciseAmount(currency, unrounded),
                new Money(currency, amount));
    }
}
