package io.tallystick.rating.pricing;

import io.tallystick.schemas.money.Decimals;
import io.tallystick.schemas.rated.Step;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A share of each transaction's amount, with a fixed part. At a rate of 0.0299, a fee of 2, at least 1.75 and at most 12 a
 * transaction, transactions of 10, 80 and 10,000 cost 2.299 + 4.392 + 12 = 18.691.
 *
 * <p>The first transactions can be free, by their number and by their amount, whichever is used up first; the part of a
 * transaction beyond the free amount is charged with its fixed fee. A free transaction has no minimum.
 *
 * <p>A refund (a transaction below zero) gives the rate back, never the fixed fee, knows no minimum and maximum, and uses
 * up no allowance.
 *
 * @param rate share of the amount, 0.029 is 2.9 %
 * @param fixedFee for each charged transaction
 * @param freeTransactions so many of the first transactions are free; empty: their number does not limit the allowance
 * @param freeAmount so much of the first amounts is free; empty: the amount does not limit the allowance
 * @param minPerTransaction what a charged transaction costs at least
 * @param maxPerTransaction what a charged transaction costs at most
 * @param chargeAtZero whether a transaction of amount 0 costs the fixed fee and the minimum
 */
public record Percentage(
        BigDecimal rate,
        BigDecimal fixedFee,
        Optional<BigDecimal> freeTransactions,
        Optional<BigDecimal> freeAmount,
        Optional<BigDecimal> minPerTransaction,
        Optional<BigDecimal> maxPerTransaction,
        boolean chargeAtZero)
        implements Price {

    /** Rows shown one by one; of more transactions only the sum is shown. */
    private static final int SHOWN = 100;

    @Override
    public PriceModel model() {
        return PriceModel.PERCENTAGE;
    }

    /** Whether the fee depends on the single transactions, and not only on their sum. */
    public boolean needsTransactions() {
        return fixedFee.signum() != 0
                || freeTransactions.isPresent()
                || freeAmount.isPresent()
                || minPerTransaction.isPresent()
                || maxPerTransaction.isPresent();
    }

    @Override
    public Priced price(Usage usage) {
        if (!needsTransactions()) {
            return Priced.of(List.of(Steps.times("share of the amount", usage.total(), rate)));
        }
        if (!(usage instanceof Usage.Transactions(List<BigDecimal> amounts))) {
            throw new NotPriced(
                    "transactions_needed",
                    "A percentage price with a fixed fee, an allowance or a limit per transaction needs the single"
                            + " transactions, not their sum.");
        }
        return priceEach(amounts);
    }

    private Priced priceEach(List<BigDecimal> amounts) {
        Allowance allowance = new Allowance();
        List<Step> steps = new ArrayList<>();
        BigDecimal sum = BigDecimal.ZERO;
        for (BigDecimal amount : amounts) {
            Step step = stepOf(amount, allowance);
            sum = sum.add(step.amount());
            steps.add(step);
        }
        if (steps.size() <= SHOWN) {
            return Priced.of(steps);
        }
        return Priced.of(List.of(Steps.fixed(amounts.size() + " transactions", sum)));
    }

    private Step stepOf(BigDecimal amount, Allowance allowance) {
        if (amount.signum() < 0) {
            return Steps.times("refund", amount, rate);
        }
        BigDecimal free = allowance.freePartOf(amount);
        BigDecimal charged = amount.subtract(free);
        boolean nothingLeft = charged.signum() == 0 && (allowance.tookAll || !chargeAtZero);
        if (nothingLeft) {
            return Steps.free("free transaction", amount);
        }
        return limited(charged, charged.multiply(rate).add(fixedFee));
    }

    private Step limited(BigDecimal charged, BigDecimal fee) {
        if (minPerTransaction.isPresent() && fee.compareTo(minPerTransaction.get()) < 0) {
            return at("transaction at the minimum", charged, minPerTransaction.get());
        }
        if (maxPerTransaction.isPresent() && fee.compareTo(maxPerTransaction.get()) > 0) {
            return at("transaction at the maximum", charged, maxPerTransaction.get());
        }
        return new Step(
                "transaction",
                null,
                null,
                Decimals.canonical(charged),
                Decimals.canonical(rate),
                Decimals.canonical(fixedFee),
                Decimals.canonical(fee));
    }

    private static Step at(String label, BigDecimal charged, BigDecimal fee) {
        return new Step(label, null, null, Decimals.canonical(charged), null, null, Decimals.canonical(fee));
    }

    @Override
    public void check(Findings findings) {
        findings.notNegative("rate", rate);
        findings.notNegative("fixedFee", fixedFee);
        findings.notNegative("freeTransactions", freeTransactions);
        findings.notNegative("freeAmount", freeAmount);
        findings.notNegative("minPerTransaction", minPerTransaction);
        findings.notNegative("maxPerTransaction", maxPerTransaction);
        if (minPerTransaction.isPresent()
                && maxPerTransaction.isPresent()
                && minPerTransaction.get().compareTo(maxPerTransaction.get()) > 0) {
            findings.at("minPerTransaction")
                    .add(
                            "minimum_above_maximum",
                            Decimals.text(minPerTransaction.get()),
                            "must not be above maxPerTransaction, " + Decimals.text(maxPerTransaction.get()));
        }
    }

    /** What is left of the allowance while the transactions are walked. */
    private final class Allowance {
        private BigDecimal transactions = BigDecimal.ZERO;
        private BigDecimal amount = BigDecimal.ZERO;
        private boolean tookAll;

        private BigDecimal freePartOf(BigDecimal transaction) {
            tookAll = false;
            boolean none = freeTransactions.isEmpty() && freeAmount.isEmpty();
            if (none
                    || freeTransactions
                            .filter(most -> transactions.compareTo(most) >= 0)
                            .isPresent()) {
                return BigDecimal.ZERO;
            }
            BigDecimal left = freeAmount.map(most -> most.subtract(amount)).orElse(transaction);
            BigDecimal free = transaction.min(left.max(BigDecimal.ZERO));
            tookAll = free.compareTo(transaction) == 0
                    && freeAmount.map(most -> amount.compareTo(most) < 0).orElse(true);
            transactions = transactions.add(BigDecimal.ONE);
            amount = amount.add(free);
            return free;
        }
    }
}
