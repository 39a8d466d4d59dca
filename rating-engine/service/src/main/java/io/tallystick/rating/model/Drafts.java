package io.tallystick.rating.model;

import io.tallystick.rating.catalog.PlanVersion;
import io.tallystick.rating.pricing.Priced;
import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.id.SetDigest;
import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.Money;
import io.tallystick.schemas.money.PreciseAmount;
import io.tallystick.schemas.money.Rounding;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.time.BillingPeriod;
import io.tallystick.schemas.time.InstantText;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** Makes lines: the derived id and the one rounding are here. */
final class Drafts {
    private Drafts() {}

    /**
     * A line of a period.
     *
     * @param discriminator tells lines apart that are otherwise of the same charge and start, "" for most
     */
    static LineDraft of(
            PeriodView view,
            PlanVersion plan,
            String chargeKey,
            RatedLine.Kind kind,
            Content content,
            String discriminator) {
        CurrencyUnit currency = plan.plan().currency();
        PreciseAmount unrounded = new PreciseAmount(currency, content.priced().amount());
        Money amount = unrounded.round(Rounding.RATED_LINE);
        return new LineDraft(
                id(view.key(), chargeKey, kind, content.service().start(), discriminator),
                view.key(),
                plan.key(),
                plan.version(),
                chargeKey,
                kind,
                content.description(),
                view.zone(),
                content.service(),
                content.billableAt(),
                content.meterKey(),
                content.quantity(),
                unrounded,
                amount,
                content.priced().steps(),
                content.events(),
                Optional.empty(),
                Optional.empty());
    }

    private static String id(
            PeriodKey period, String chargeKey, RatedLine.Kind kind, Instant start, String discriminator) {
        return Hash128.of(
                        "line",
                        kind.name(),
                        period.customerId(),
                        period.subscriptionId(),
                        chargeKey,
                        InstantText.of(start),
                        // A part can begin at the same instant in a period of another row, after a change of cadence.
                        InstantText.of(period.period().start()),
                        InstantText.of(period.period().end()),
                        discriminator)
                .toString();
    }

    /** What a line says, beside where it comes from. */
    record Content(
            String description,
            BillingPeriod service,
            Instant billableAt,
            Optional<String> meterKey,
            BigDecimal quantity,
            Priced priced,
            SetDigest events) {}
}
