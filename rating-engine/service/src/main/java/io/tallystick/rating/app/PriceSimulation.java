package io.tallystick.rating.app;

import io.tallystick.rating.pricing.Finding;
import io.tallystick.rating.pricing.Findings;
import io.tallystick.rating.pricing.Priced;
import io.tallystick.rating.pricing.Tariff;
import io.tallystick.rating.pricing.Usage;
import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.PreciseAmount;
import io.tallystick.schemas.money.Rounding;
import io.tallystick.schemas.rated.Step;
import java.math.BigDecimal;
import java.util.List;

/** What usage would cost: the arithmetic of the real run, nothing is stored. */
public final class PriceSimulation {
    private PriceSimulation() {}

    /**
     * Prices the usage.
     *
     * @throws PriceLanguageRefused if the price makes no sense
     * @throws io.tallystick.rating.pricing.NotPriced if it does not say what this usage costs
     */
    public static Result run(Request request) {
        Findings findings = Findings.root();
        request.tariff().check(findings);
        List<Finding> broken = findings.list().stream()
                .filter(finding -> finding.weight() == Finding.Weight.BROKEN)
                .toList();
        if (!broken.isEmpty()) {
            throw new PriceLanguageRefused(broken);
        }
        Priced priced = request.tariff().rate(request.usage());
        PreciseAmount exact = new PreciseAmount(request.currency(), priced.amount());
        return new Result(
                exact.round(Rounding.RATED_LINE).value(),
                exact.value(),
                request.currency().code(),
                priced.steps(),
                findings.list());
    }

    /**
     * The question.
     *
     * @param currency of the amounts in the price
     * @param tariff the price and what stands around it
     * @param usage what is priced
     */
    public record Request(CurrencyUnit currency, Tariff tariff, Usage usage) {}

    /**
     * The answer.
     *
     * @param amount what the line would show, at the minor unit
     * @param unroundedAmount the exact amount
     * @param currency of both
     * @param steps the arithmetic; adds up to the exact amount
     * @param warnings holes in the price that this usage did not meet; a price book with them is not published
     */
    public record Result(
            BigDecimal amount, BigDecimal unroundedAmount, String currency, List<Step> steps, List<Finding> warnings) {}
}
