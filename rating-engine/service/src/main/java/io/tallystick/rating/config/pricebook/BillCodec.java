package io.tallystick.rating.config.pricebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tallystick.rating.app.BillSimulation;
import io.tallystick.rating.app.PriceLanguageRefused;
import io.tallystick.rating.catalog.Charge;
import io.tallystick.rating.catalog.Lint;
import io.tallystick.rating.catalog.Plan;
import io.tallystick.rating.catalog.PlanVersion;
import io.tallystick.rating.model.Catalogue;
import io.tallystick.rating.model.Given;
import io.tallystick.rating.model.PlanRef;
import io.tallystick.rating.model.Subscription;
import io.tallystick.rating.pricing.Finding;
import io.tallystick.rating.pricing.Findings;
import io.tallystick.rating.pricing.Matrix;
import io.tallystick.schemas.bill.BillDiscount;
import io.tallystick.schemas.bill.Credit;
import io.tallystick.schemas.bill.Scope;
import io.tallystick.schemas.bill.TaxRate;
import io.tallystick.schemas.bill.Taxes;
import io.tallystick.schemas.meter.Meter;
import io.tallystick.schemas.meter.Meter.Aggregation;
import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.Money;
import io.tallystick.schemas.time.BillingPeriod;
import io.tallystick.schemas.usage.MeterRules;
import io.tallystick.schemas.usage.UsageEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The body of {@code POST /v1/simulations/bill}. Plans are given in full or by key and version; meters may be given in full, too.
 * A meter that nobody knows is taken as a plain sum, so that a price can be tried before anything is metered. Each plan that is
 * given in full is checked like a price book.
 */
public final class BillCodec {
    /** Most events or entries of usage in a request. */
    static final int MAX_ELEMENTS = 100_000;

    private static final String CUSTOMER = "simulated";

    private static final int DEFAULT_PRIORITY = 50;

    private final Catalogue published;
    private final Function<String, Optional<Integer>> newest;
    private final Map<String, Meter> meters = new HashMap<>();
    private final Map<PlanRef, PlanVersion> plans = new HashMap<>();
    private final List<Finding> unpublishable = new ArrayList<>();
    private Optional<CurrencyUnit> currency = Optional.empty();

    private BillCodec(Catalogue published, Function<String, Optional<Integer>> newest) {
        this.published = published;
        this.newest = newest;
    }

    /**
     * Reads a request.
     *
     * @param published the plans and meters that it may name
     * @param newest the newest published version of a plan, for a plan that is named without a version
     * @throws PriceLanguageRefused with all findings at once
     */
    public static BillSimulation.Request read(
            String json, Catalogue published, Function<String, Optional<Integer>> newest) {
        BillCodec codec = new BillCodec(published, newest);
        BillSimulation.Request request = PriceBookCodec.read(PriceBookCodec.parseJson(json), codec::request);
        if (!codec.unpublishable.isEmpty()) {
            throw new PriceLanguageRefused(codec.unpublishable);
        }
        return request;
    }

    private BillSimulation.Request request(Fields fields) {
        if (fields.has("currency")) {
            currency = Optional.of(PlanReader.currency(fields, Optional.empty()));
        }
        for (Meter meter : fields.list("meters", MeterCodec::meter)) {
            meters.put(meter.key(), meter);
        }
        Fields begun = fields.object("subscription")
                .orElseGet(() -> new Fields(JsonNodeFactory.instance.objectNode(), fields.at("subscription")));
        String zone = fields.optionalText("zone").orElse("UTC");
        Optional<PlanRef> plan = fields.value("plan").map(value -> plan(value, fields.at("plan")));
        if (plan.isEmpty() && !begun.has("plan")) {
            fields.at("plan").add("field_missing", null, "is required");
            plan = Optional.of(new PlanRef("", 1));
        }
        int changes = begun.value("changes").map(JsonNode::size).orElse(0);
        Subscription subscription = SubscriptionCodec.begun(begun, plan, CUSTOMER, CUSTOMER, zone, this::plan);
        begun.done();
        CurrencyUnit billed = currency.orElseGet(() -> PlanReader.currency(fields, Optional.empty()));
        TimeReader time = TimeReader.inZone(zone, fields.at("zone"));
        List<Given> usage = new ArrayList<>();
        List<UsageEvent> events = new ArrayList<>();
        fields.list("usage", entry -> usage(entry, time, usage, events));
        if (usage.size() + events.size() > MAX_ELEMENTS) {
            fields.at("usage").add("too_many_elements", usage.size() + events.size(), "at most " + MAX_ELEMENTS);
        }
        BillSimulation.Request request = new BillSimulation.Request(
                billed,
                subscription,
                new Offered(),
                new MeterRules(meters.values()),
                usage,
                events,
                fields.list("discounts", discount -> discount(discount, billed)),
                fields.list("taxes", BillCodec::tax),
                fields.optionalChoice("taxPer", Taxes.Per.class).orElse(Taxes.Per.RATE),
                credits(fields, billed, time),
                period(fields, time),
                fields.optionalText("billedUpTo").map(text -> time.moment(text, fields.at("billedUpTo"))),
                changes);
        fields.done();
        return request;
    }

    /** A plan in full, or the name of a published one. */
    private PlanRef plan(JsonNode value, Findings findings) {
        if (value.has("charges")) {
            return inFull(PlanReader.plan(new Fields(value, findings), currency), findings);
        }
        PlanRef ref = SubscriptionCodec.ref(value, findings, newest);
        Optional<PlanVersion> known = published.plan(ref);
        if (known.isEmpty()) {
            findings.add("unknown_plan", ref, "is not published");
        }
        known.ifPresent(found -> {
            billedIn(found.plan().currency(), findings);
            meters(found.plan());
            plans.put(ref, found);
        });
        return ref;
    }

    private PlanRef inFull(Plan plan, Findings findings) {
        billedIn(plan.currency(), findings);
        meters(plan);
        for (Finding finding : Lint.check(plan, meters)) {
            if (finding.weight() == Finding.Weight.BROKEN) {
                unpublishable.add(new Finding(
                        findings.pointer() + finding.pointer(),
                        finding.code(),
                        finding.value(),
                        finding.rule(),
                        finding.weight()));
            }
        }
        int version = 1;
        while (plans.containsKey(new PlanRef(plan.key(), version))) {
            version++;
        }
        PlanRef ref = new PlanRef(plan.key(), version);
        plans.put(ref, new PlanVersion(plan, version));
        return ref;
    }

    private void billedIn(CurrencyUnit unit, Findings findings) {
        if (currency.filter(known -> !known.equals(unit)).isPresent()) {
            findings.at("currency").add("currency_mismatch", unit, "the bill is in " + currency.get());
        }
        currency = Optional.of(unit);
    }

    /** Makes sure that every meter of a plan is known. */
    private void meters(Plan plan) {
        plan.charges().stream()
                .filter(Charge.Usage.class::isInstance)
                .map(Charge.Usage.class::cast)
                .forEach(charge -> meters.computeIfAbsent(
                        charge.meter(), key -> published.meter(key).orElseGet(() -> plainSum(charge))));
    }

    /** A meter with the dimensions that the charge speaks of. */
    private static Meter plainSum(Charge.Usage charge) {
        Set<String> names = new HashSet<>();
        charge.filter().forEach(condition -> names.add(condition.dimension()));
        if (charge.tariff().price() instanceof Matrix matrix) {
            names.addAll(matrix.dimensions());
        }
        Map<String, String> dimensions = new HashMap<>();
        names.forEach(name -> dimensions.put(name, "/" + name));
        return new Meter(
                charge.meter(),
                Optional.empty(),
                List.of("simulated." + charge.meter()),
                Aggregation.SUM,
                Optional.of("/quantity"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                dimensions,
                Optional.empty(),
                false);
    }

    private Boolean usage(Fields fields, TimeReader time, List<Given> usage, List<UsageEvent> events) {
        Optional<String> meter = fields.optionalText("meter");
        if (fields.has("events")) {
            events.addAll(fields.list("events", event -> event(event, meter)));
        } else {
            Instant at = time.moment(fields.text("at"), fields.at("at"));
            String key = fields.text("meter");
            if (!meters.containsKey(key)) {
                fields.at("meter").add("unknown_meter", key, "no charge of the plans counts it");
            }
            usage.add(new Given(
                    key, fields.texts("dimensions", "dimensions and their values"), fields.decimal("quantity"), at));
        }
        fields.done();
        return true;
    }

    private UsageEvent event(Fields fields, Optional<String> meter) {
        String type = fields.optionalText("type")
                .or(() -> meter.map(meters::get).map(known -> known.eventTypes().getFirst()))
                .orElseGet(() -> fields.text("type"));
        UsageEvent event = new UsageEvent(
                fields.text("id"),
                fields.optionalText("source").orElse(""),
                type,
                CUSTOMER,
                TimeReader.instant(fields.text("time"), fields.at("time")),
                fields.value("data").orElseGet(JsonNodeFactory.instance::objectNode));
        fields.done();
        return event;
    }

    private static BillDiscount discount(Fields fields, CurrencyUnit currency) {
        String code = fields.text("code");
        BillDiscount discount = new BillDiscount(
                code,
                fields.optionalText("name").orElse(code),
                fields.optionalChoice("level", BillDiscount.Level.class).orElse(BillDiscount.Level.INVOICE),
                scope(fields),
                off(fields, currency));
        fields.done();
        return discount;
    }

    private static BillDiscount.Off off(Fields fields, CurrencyUnit currency) {
        Optional<BigDecimal> rate = fields.optionalDecimal("rate");
        Optional<BigDecimal> amount = fields.optionalDecimal("amount");
        List<BillDiscount.Step> tiers = fields.list("tiers", BillCodec::step);
        int given = (rate.isPresent() ? 1 : 0) + (amount.isPresent() ? 1 : 0) + (tiers.isEmpty() ? 0 : 1);
        if (given != 1) {
            fields.findings().add("discount_ambiguous", null, "needs exactly one of rate, amount and tiers");
        }
        if (rate.isPresent()) {
            return new BillDiscount.Percent(atMostAll(rate.get(), fields.at("rate")));
        }
        return amount.isPresent()
                ? new BillDiscount.Fixed(money(amount.get(), currency, fields.at("amount")))
                : new BillDiscount.Volume(tiers);
    }

    private static BillDiscount.Step step(Fields fields) {
        BillDiscount.Step step =
                new BillDiscount.Step(fields.decimal("from"), atMostAll(fields.decimal("rate"), fields.at("rate")));
        fields.done();
        return step;
    }

    private static BigDecimal atMostAll(BigDecimal rate, Findings findings) {
        if (rate.signum() < 0 || rate.compareTo(BigDecimal.ONE) > 0) {
            findings.add("rate_out_of_range", rate, "must be 0 to 1; 0.05 is 5 %");
        }
        return rate;
    }

    private static TaxRate tax(Fields fields) {
        String code = fields.text("code");
        BigDecimal rate = fields.decimal("rate");
        boolean inclusive = fields.flag("inclusive", false);
        boolean compound = fields.flag("compound", false);
        Scope scope = scope(fields);
        fields.done();
        if (rate.signum() < 0) {
            fields.at("rate").add("rate_out_of_range", rate, "must be 0 or more; 0.19 is 19 %");
        }
        if (inclusive && compound) {
            fields.at("compound").add("tax_ambiguous", "true", "an inclusive tax cannot be compound");
        }
        return new TaxRate(code, rate.max(BigDecimal.ZERO), inclusive, compound && !inclusive, scope);
    }

    private static List<Credit> credits(Fields fields, CurrencyUnit currency, TimeReader time) {
        List<Credit> credits = new ArrayList<>();
        fields.list("credits", credit -> credits.add(credit(credit, currency, time, credits.size())));
        return credits;
    }

    private static Credit credit(Fields fields, CurrencyUnit currency, TimeReader time, int number) {
        CurrencyUnit own = PlanReader.currency(fields, Optional.of(currency));
        Credit credit = new Credit(
                fields.optionalText("id").orElse("credit-" + (number + 1)),
                money(fields.decimal("amount"), own, fields.at("amount")),
                fields.optionalInteger("priority").orElse(DEFAULT_PRIORITY),
                fields.optionalText("expiresAt").map(text -> time.moment(text, fields.at("expiresAt"))),
                fields.optionalChoice("kind", Credit.Kind.class).orElse(Credit.Kind.GRANTED),
                // Without a date the order of the list is the order of age.
                fields.optionalText("createdAt")
                        .map(text -> time.moment(text, fields.at("createdAt")))
                        .orElse(Instant.EPOCH.plusSeconds(number)),
                scope(fields));
        fields.done();
        return credit;
    }

    private static Money money(BigDecimal amount, CurrencyUnit currency, Findings findings) {
        try {
            if (amount.signum() < 0) {
                findings.add("amount_negative", amount, "must be 0 or more");
            }
            return new Money(currency, amount);
        } catch (IllegalArgumentException tooPrecise) {
            findings.add("amount_too_precise", amount, tooPrecise.getMessage());
            return Money.zero(currency);
        }
    }

    private static Scope scope(Fields fields) {
        return new Scope(Set.copyOf(fields.texts("scope")));
    }

    private static BillingPeriod period(Fields fields, TimeReader time) {
        Fields period = fields.object("period")
                .orElseGet(() -> new Fields(JsonNodeFactory.instance.objectNode(), fields.at("period")));
        Instant start = time.moment(period.text("start"), period.at("start"));
        Instant end = time.moment(period.text("end"), period.at("end"));
        period.done();
        if (!start.isBefore(end)) {
            period.at("end").add("period_empty", end, "must be after the start");
            return new BillingPeriod(Instant.EPOCH, Instant.EPOCH.plusSeconds(1));
        }
        return new BillingPeriod(start, end);
    }

    /** What the request gives, then what is published. */
    private final class Offered implements Catalogue {
        @Override
        public Optional<PlanVersion> plan(PlanRef ref) {
            return Optional.ofNullable(plans.get(ref));
        }

        @Override
        public Optional<Meter> meter(String key) {
            return Optional.ofNullable(meters.get(key));
        }
    }
}
