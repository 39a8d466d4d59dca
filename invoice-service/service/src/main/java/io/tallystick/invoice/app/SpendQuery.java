package io.tallystick.invoice.app;

import io.smallrye.mutiny.Uni;
import io.tallystick.invoice.assembly.LineOrder;
import io.tallystick.schemas.id.Partition;
import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.Money;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.schemas.rated.Progress;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Answers what a customer owes so far and how fresh that is, from lines only. */
public final class SpendQuery {
    private static final Comparator<SpendStore.SpendLine> ORDER = Comparator.comparing(
                    (SpendStore.SpendLine one) -> one.line().servicePeriodStart())
            .thenComparing(one -> one.line().servicePeriodEnd())
            .thenComparing(SpendStore.SpendLine::line, LineOrder.INSTANCE);

    private final SpendStore store;
    private final CustomerStore customers;
    private final UsageLog log;

    /** Answers from {@code store}; {@code log} tells what is still under way. */
    public SpendQuery(SpendStore store, CustomerStore customers, UsageLog log) {
        this.store = store;
        this.customers = customers;
        this.log = log;
    }

    /**
     * The spend of a customer.
     *
     * @throws ProblemException 404 {@code not_found} if there is neither master data nor a line
     */
    public Uni<Spend> of(String customerId) {
        // The order is the guarantee: what the log held at its end, then how far that is rated, then the lines.
        return log.ends()
                .chain(ends -> store.progress(Partition.of(
                                customerId, Math.max(1, ends.offsets().size())))
                        .chain(progress -> Uni.combine()
                                .all()
                                .unis(
                                        store.lines(customerId, ends.at()),
                                        customers.find(customerId),
                                        store.balances(customerId))
                                .asTuple()
                                .map(found -> answer(
                                        customerId,
                                        freshness(customerId, ends, progress),
                                        found.getItem1(),
                                        found.getItem2(),
                                        found.getItem3()))));
    }

    private record Freshness(Instant asOf, long underWay) {}

    private static Freshness freshness(String customerId, UsageLog.Ends ends, Optional<Progress> progress) {
        int partition = Partition.of(customerId, Math.max(1, ends.offsets().size()));
        long end = ends.offsets().getOrDefault(partition, 0L);
        long underWay = Math.max(0, end - progress.map(Progress::offset).orElse(0L));
        Instant asOf =
                underWay == 0 ? ends.at() : progress.map(Progress::receivedAt).orElse(null);
        return new Freshness(asOf, underWay);
    }

    private static Spend answer(
            String customerId,
            Freshness freshness,
            List<SpendStore.SpendLine> held,
            Optional<Customer> customer,
            List<CreditDesk.Balance> credits) {
        if (held.isEmpty() && customer.isEmpty()) {
            throw ProblemException.of(404, "not_found", "there is no customer \"" + customerId + "\"");
        }
        Map<List<Object>, List<Spend.Line>> periods = new LinkedHashMap<>();
        Map<String, Money> totals = new TreeMap<>();
        Map<String, Money> uninvoiced = new TreeMap<>();
        for (SpendStore.SpendLine one : held.stream().sorted(ORDER).toList()) {
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
        String currency = customer.map(Customer::currency)
                .or(() -> totals.keySet().stream().findFirst())
                .orElse(null);
        Map<String, BigDecimal> others = new TreeMap<>();
        totals.forEach((code, sum) -> {
            if (!code.equals(currency)) {
                others.put(code, sum.value());
            }
        });
        return new Spend(
                customerId,
                currency,
                freshness.asOf(),
                freshness.underWay(),
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
