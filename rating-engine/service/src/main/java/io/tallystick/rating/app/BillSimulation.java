package io.tallystick.rating.app;

import io.tallystick.rating.model.Catalogue;
import io.tallystick.rating.model.Fact;
import io.tallystick.rating.model.Given;
import io.tallystick.rating.model.GroundUp;
import io.tallystick.rating.model.LineDraft;
import io.tallystick.rating.model.PeriodKey;
import io.tallystick.rating.model.Settlement;
import io.tallystick.rating.model.Subscription;
import io.tallystick.rating.model.Timeline;
import io.tallystick.schemas.bill.BillDiscount;
import io.tallystick.schemas.bill.BillItem;
import io.tallystick.schemas.bill.Credit;
import io.tallystick.schemas.bill.Credits;
import io.tallystick.schemas.bill.Discounts;
import io.tallystick.schemas.bill.TaxRate;
import io.tallystick.schemas.bill.Taxes;
import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.Money;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Step;
import io.tallystick.schemas.time.BillingPeriod;
import io.tallystick.schemas.usage.MeterRules;
import io.tallystick.schemas.usage.RefusedException;
import io.tallystick.schemas.usage.UsageEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a bill would be: the lines of a subscription in a span of time by the code of the real run, then discounts, taxes and
 * credits by the code that makes invoices. Nothing is stored.
 *
 * <p>With {@code billedUpTo} it is the preview of a change: what was due by that instant is taken as billed, with the facts
 * that were dated by then, and the answer holds what is still to be billed, corrections of billed lines included.
 */
public final class BillSimulation {
    private final Request request;
    private final CurrencyUnit currency;
    private final List<GroundUp.Unbilled> unbilled = new ArrayList<>();

    private BillSimulation(Request request) {
        this.request = request;
        this.currency = request.currency();
    }

    /**
     * Makes the bill.
     *
     * @throws io.tallystick.rating.model.SubscriptionRefused if the changes do not fit together
     * @throws io.tallystick.rating.pricing.NotPriced if a price says nothing about the usage
     */
    public static Result run(Request request) {
        return new BillSimulation(request).run();
    }

    private Result run() {
        List<UsageEvent> events = accepted();
        List<LineDraft> lines = request.billedUpTo().isPresent()
                ? stillToBill(events, request.billedUpTo().get())
                : lines(request.subscription(), events).stream()
                        .filter(line -> request.period().contains(line.service().start()))
                        .toList();
        List<LineDraft> shown = lines.stream()
                .filter(line -> line.kind() != RatedLine.Kind.DISCOUNT)
                .toList();
        List<LineDraft> ofPlan = lines.stream()
                .filter(line -> line.kind() == RatedLine.Kind.DISCOUNT)
                .toList();
        return total(shown, ofPlan);
    }

    /** Each event once; what would be refused or was there before is named, and counts nothing. */
    private List<UsageEvent> accepted() {
        Map<Hash128, Hash128> seen = new HashMap<>();
        List<UsageEvent> accepted = new ArrayList<>();
        for (UsageEvent event : request.events()) {
            Hash128 before = seen.get(event.identity());
            if (before != null) {
                without(event, before.equals(event.content()) ? "duplicate" : "conflict");
                continue;
            }
            try {
                request.rules().check(event);
                seen.put(event.identity(), event.content());
                accepted.add(event);
            } catch (RefusedException refused) {
                without(event, refused.refusal().code().code());
            }
        }
        return accepted;
    }

    private void without(UsageEvent event, String reason) {
        unbilled.add(new GroundUp.Unbilled(event.source(), event.id(), reason));
    }

    private List<LineDraft> lines(Subscription subscription, Collection<UsageEvent> events) {
        GroundUp.Lines made =
                GroundUp.lines(timeline(subscription), events, request.rules(), request.usage(), request.period());
        unbilled.addAll(made.unbilled());
        return made.lines();
    }

    private List<LineDraft> stillToBill(List<UsageEvent> events, Instant billedUpTo) {
        List<RatedLine> billed = new ArrayList<>();
        List<Fact> known = request.subscription().facts().stream()
                .filter(fact -> !fact.at().isAfter(billedUpTo))
                .toList();
        Subscription before = new Subscription(
                request.subscription().id(),
                request.subscription().customerId(),
                request.subscription().zone(),
                request.subscription().anchor(),
                known);
        if (!known.isEmpty()) {
            for (LineDraft line : lines(before, events)) {
                if (!line.billableAt().isAfter(billedUpTo)) {
                    billed.add(line.rated(1, 0));
                }
            }
            unbilled.clear();
        }
        List<LineDraft> expected = new ArrayList<>(lines(request.subscription(), events));
        expected.addAll(gone(expected, billed));
        return Settlement.settle(timeline(request.subscription()), expected, billed, Optional.of(billedUpTo));
    }

    /** Billed lines that the changed subscription no longer owes. */
    private List<LineDraft> gone(List<LineDraft> expected, List<RatedLine> billed) {
        Set<PeriodKey> periods = new HashSet<>();
        expected.forEach(line -> periods.add(line.period()));
        return periods.stream()
                .findFirst()
                .map(period -> Settlement.withdrawn(period, expected, billed))
                .orElse(List.of());
    }

    private Timeline timeline(Subscription subscription) {
        return Timeline.of(subscription.customerId(), List.of(subscription), request.catalogue());
    }

    private Result total(List<LineDraft> lines, List<LineDraft> ofPlan) {
        List<BillItem> items = new ArrayList<>();
        lines.forEach(line -> items.add(item(line)));
        ofPlan.forEach(line -> items.add(item(line)));
        Money subtotal = sum(lines.stream().map(LineDraft::amount).toList());
        Discounts.Discounted discounted = Discounts.apply(currency, items, request.discounts());
        Taxes.Taxed taxed = Taxes.compute(currency, with(items, discounted.left()), request.taxes(), request.taxPer());
        Credits.Paid paid = Credits.apply(
                currency,
                with(items, taxed.perItem()),
                request.credits(),
                request.period().end());
        return new Result(
                currency.code(),
                lines.stream().map(Line::of).toList(),
                discounts(ofPlan, discounted),
                taxed.applied().stream().map(Tax::of).toList(),
                paid.used().stream().map(Used::of).toList(),
                subtotal.value(),
                taxed.gross().value(),
                paid.due().value(),
                unbilled);
    }

    private static List<Discount> discounts(List<LineDraft> ofPlan, Discounts.Discounted discounted) {
        List<Discount> all = new ArrayList<>();
        for (LineDraft line : ofPlan) {
            all.add(new Discount(
                    line.chargeKey(), line.description(), line.amount().negate().value()));
        }
        for (Discounts.Applied applied : discounted.applied()) {
            all.add(new Discount(
                    applied.discount().code(),
                    applied.discount().name(),
                    applied.amount().value()));
        }
        return all;
    }

    private static BillItem item(LineDraft line) {
        Set<String> tags = new HashSet<>();
        tags.add("charge:" + line.chargeKey());
        tags.add("kind:" + line.kind().name());
        tags.add("plan:" + line.planKey());
        line.meterKey().ifPresent(meter -> tags.add("meter:" + meter));
        return new BillItem(line.id(), line.amount(), tags);
    }

    private static List<BillItem> with(List<BillItem> items, List<Money> amounts) {
        List<BillItem> changed = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            changed.add(items.get(i).withAmount(amounts.get(i)));
        }
        return changed;
    }

    private Money sum(List<Money> amounts) {
        return amounts.stream().reduce(Money.zero(currency), Money::plus);
    }

    /**
     * The question.
     *
     * @param currency of the bill, that of the plans
     * @param subscription with its changes
     * @param catalogue the plans and meters that it names
     * @param rules what events must be
     * @param usage usage that was aggregated elsewhere
     * @param events events to be aggregated
     * @param discounts beside those of the plan
     * @param taxes in their order
     * @param taxPer where taxes are rounded
     * @param credits that the customer has
     * @param period lines whose service begins in it; its end decides about the expiry of credits
     * @param billedUpTo what was billed already
     * @param changes how many facts at the end of the subscription stand under {@code changes}
     */
    public record Request(
            CurrencyUnit currency,
            Subscription subscription,
            Catalogue catalogue,
            MeterRules rules,
            List<Given> usage,
            List<UsageEvent> events,
            List<BillDiscount> discounts,
            List<TaxRate> taxes,
            Taxes.Per taxPer,
            List<Credit> credits,
            BillingPeriod period,
            Optional<Instant> billedUpTo,
            int changes) {
        /** Where a fact of the subscription stands in the question, by its position. */
        public String pointerOf(int fact) {
            int change = fact - (subscription.facts().size() - changes);
            return change < 0 ? "/subscription" : "/subscription/changes/" + change;
        }
    }

    /**
     * The answer.
     *
     * @param currency of every amount
     * @param lines what is owed
     * @param discounts of the plan, then the given ones, each as an amount of 0 or more
     * @param taxes one for each rate
     * @param credits those that were used
     * @param subtotal sum of the lines
     * @param total after discounts and with taxes
     * @param amountDue total less credits
     * @param unbilled events and usage that stand on no line, each with its reason
     */
    public record Result(
            String currency,
            List<Line> lines,
            List<Discount> discounts,
            List<Tax> taxes,
            List<Used> credits,
            BigDecimal subtotal,
            BigDecimal total,
            BigDecimal amountDue,
            List<GroundUp.Unbilled> unbilled) {}

    /**
     * A line.
     *
     * @param charge the charge of the plan
     * @param kind what it is
     * @param description for the invoice
     * @param plan {@code developer@3}
     * @param servicePeriod what is paid for
     * @param billableAt when it is due
     * @param quantity what was priced
     * @param unroundedAmount exact
     * @param amount as shown
     * @param steps the arithmetic
     * @param reason why a correction exists
     */
    public record Line(
            String charge,
            RatedLine.Kind kind,
            String description,
            String plan,
            BillingPeriod servicePeriod,
            Instant billableAt,
            BigDecimal quantity,
            BigDecimal unroundedAmount,
            BigDecimal amount,
            List<Step> steps,
            Optional<String> reason) {
        static Line of(LineDraft line) {
            return new Line(
                    line.chargeKey(),
                    line.kind(),
                    line.description(),
                    line.planKey() + "@" + line.planVersion(),
                    line.service(),
                    line.billableAt(),
                    line.quantity(),
                    line.unrounded().value(),
                    line.amount().value(),
                    line.steps(),
                    line.reason());
        }
    }

    /**
     * A discount that was taken off.
     *
     * @param code which one
     * @param name for people
     * @param amount 0 or more
     */
    public record Discount(String code, String name, BigDecimal amount) {}

    /**
     * A tax.
     *
     * @param code which one
     * @param rate 0.19 is 19 %
     * @param inclusive whether the lines contain it
     * @param taxable sum of the taxed lines
     * @param amount the tax
     */
    public record Tax(String code, BigDecimal rate, boolean inclusive, BigDecimal taxable, BigDecimal amount) {
        static Tax of(Taxes.Applied applied) {
            return new Tax(
                    applied.rate().code(),
                    applied.rate().rate(),
                    applied.rate().inclusive(),
                    applied.taxable().value(),
                    applied.amount().value());
        }
    }

    /**
     * A credit that was used.
     *
     * @param id which one
     * @param amount so much of it
     * @param left so much remains
     */
    public record Used(String id, BigDecimal amount, BigDecimal left) {
        static Used of(Credits.Used used) {
            return new Used(
                    used.credit().id(), used.amount().value(), used.left().value());
        }
    }
}
