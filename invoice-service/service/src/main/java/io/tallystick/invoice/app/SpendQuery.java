package io.tallystick.invoice.app;

import io.smallrye.mutiny.Uni;
import io.tallystick.invoice.assembly.LineOrder;
import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.Money;
import io.tallystick.schemas.problem.ProblemException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Answers what a customer owes so far and how fresh that is, from lines only. */
public final class SpendQuery {
    private static final Comparator<SpendStore.SpendLine> ORDER = Comparator.comparing(
                    (SpendStore.SpendLine one) -> one.line().servicePeriodStart())
            .thenComparing(one -> one.line().servicePeriodEnd())
            .thenComparing(SpendStore.SpendLine::line, LineOrder.INSTANCE);

    private static final Duration PATIENCE = Duration.ofMillis(20);

    private final SpendStore store;
    private final Freshness freshness;
    private final Supplier<Executor> caller;

    /**
     * Answers from {@code store}.
     *
     * @param log tells what is still under way
     * @param caller where who asks is now, and goes on with the answer
     */
    public SpendQuery(SpendStore store, UsageLog log, InstantSource clock, Supplier<Executor> caller) {
        this.store = store;
        this.freshness = new Freshness(log, store, clock, PATIENCE);
        this.caller = caller;
    }

    /**
     * The spend of a customer.
     *
     * @throws ProblemException 404 {@code not_found} if there is neither master data nor a line
     */
    public Uni<Spend> of(String customerId) {
        // The order is the guarantee: what the log held at its end, then how far that is rated, then the lines.
        return freshness
                .known()
                .chain(known -> store.held(customerId, known.at())
                        .chain(held ->
                                credits(customerId, held).map(credits -> answer(customerId, known, held, credits))))
                .emitOn(caller.get());
    }

    private Uni<List<CreditDesk.Balance>> credits(String customerId, SpendStore.Held held) {
        return held.prepaid() ? store.balances(customerId) : Uni.createFrom().item(List.of());
    }

    private static Spend answer(
            String customerId, Freshness.Known known, SpendStore.Held held, List<CreditDesk.Balance> credits) {
        if (held.lines().isEmpty() && held.currency().isEmpty()) {
            throw ProblemException.of(404, "not_found", "there is no customer \"" + customerId + "\"");
        }
        Map<List<Object>, List<Spend.Line>> periods = new LinkedHashMap<>();
        Map<String, Money> totals = new TreeMap<>();
        Map<String, Money> uninvoiced = new TreeMap<>();
        for (SpendStore.SpendLine one : held.lines().stream().sorted(ORDER).toList()) {
            Spend.Line line = Spend.Line.of(one);
            periods.computeIfAbsent(
                            List.of(
                                    line.servicePeriod().start(),
                                    line.servicePeriod().end(),
                                    line.currency()),
                            key -> new ArrayList<>())
                    .add(line);
            Money amount = money(line);
            totals.merge(line.currency(), amount, Money::plus);
            if (!one.invoiced()) {
                uninvoiced.merge(line.currency(), amount, Money::plus);
            }
        }
        String currency =
                held.currency().or(() -> totals.keySet().stream().findFirst()).orElse(null);
        long underWay = known.underWay(customerId);
        Map<String, BigDecimal> others = new TreeMap<>();
        totals.forEach((code, sum) -> {
            if (!code.equals(currency)) {
                others.put(code, sum.value());
            }
        });
        return new Spend(
                customerId,
                currency,
                underWay == 0 ? known.at() : known.ratedUntil(customerId),
                underWay,
                periods.values().stream().map(SpendQuery::period).toList(),
                sum(totals, currency),
                sum(uninvoiced, currency),
                others,
                credits);
    }

    private static Spend.PeriodSpend period(List<Spend.Line> lines) {
        Spend.Line first = lines.getFirst();
        Money total = lines.stream()
                .map(SpendQuery::money)
                .reduce(Money.zero(CurrencyUnit.of(first.currency())), Money::plus);
        return new Spend.PeriodSpend(
                first.servicePeriod().start(), first.servicePeriod().end(), first.currency(), lines, total.value());
    }

    private static Money money(Spend.Line line) {
        return new Money(CurrencyUnit.of(line.currency()), line.amount());
    }

    private static BigDecimal sum(Map<String, Money> sums, String currency) {
        return sums.getOrDefault(currency, Money.zero(CurrencyUnit.of(currency)))
                .value();
    }
}
