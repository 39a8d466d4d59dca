package io.tallystick.rating.config.pricebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tallystick.rating.app.AggregationSimulation;
import io.tallystick.rating.app.BillSimulation;
import io.tallystick.rating.app.CatalogView;
import io.tallystick.rating.app.PeriodSimulation;
import io.tallystick.rating.app.PriceLanguageRefused;
import io.tallystick.rating.app.PriceSimulation;
import io.tallystick.rating.app.SimulationLanguage;
import io.tallystick.rating.catalog.Lint;
import io.tallystick.rating.pricing.Finding;
import io.tallystick.rating.pricing.Findings;
import io.tallystick.rating.pricing.Flat;
import io.tallystick.rating.pricing.Tariff;
import io.tallystick.rating.pricing.Usage;
import io.tallystick.schemas.meter.Meter;
import io.tallystick.schemas.meter.Meter.Aggregation;
import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.time.BillingAnchor;
import io.tallystick.schemas.time.BillingCalendar;
import io.tallystick.schemas.time.BillingPeriod;
import io.tallystick.schemas.time.Cadence;
import io.tallystick.schemas.time.Micros;
import io.tallystick.schemas.usage.UsageEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the requests of the simulations. Thread-safe. */
public final class SimulationCodec implements SimulationLanguage {
    /** Most transactions, groups or events of one simulation. */
    static final int MAX_ELEMENTS = 10_000;

    private static final String NOBODY = "simulation";

    @Override
    public PriceSimulation.Request readPriceSimulation(String json) {
        return PriceBookCodec.read(PriceBookCodec.parseJson(json), SimulationCodec::price);
    }

    @Override
    public AggregationSimulation.Request readAggregationSimulation(String json) {
        AggregationSimulation.Request request =
                PriceBookCodec.read(PriceBookCodec.parseJson(json), SimulationCodec::aggregation);
        List<Finding> findings = Lint.check(request.meter());
        if (!findings.isEmpty()) {
            throw new PriceLanguageRefused(findings.stream()
                    .map(finding -> new Finding(
                            "/meter" + finding.pointer(),
                            finding.code(),
                            finding.value(),
                            finding.rule(),
                            finding.weight()))
                    .toList());
        }
        return request;
    }

    @Override
    public PeriodSimulation.Request readPeriodSimulation(String json) {
        return PriceBookCodec.read(PriceBookCodec.parseJson(json), SimulationCodec::periods);
    }

    @Override
    public BillSimulation.Request readBillSimulation(String json, CatalogView published) {
        return BillCodec.read(
                json,
                published,
                key -> published.newest(key).map(newest -> newest.plan().version()));
    }

    private static PriceSimulation.Request price(Fields fields) {
        CurrencyUnit currency = PlanReader.currency(fields, Optional.empty());
        Tariff tariff = PriceReader.tariff(fields);
        Usage usage = usage(fields, tariff);
        fields.done();
        return new PriceSimulation.Request(currency, tariff, usage);
    }

    private static Usage usage(Fields fields, Tariff tariff) {
        Optional<BigDecimal> quantity = fields.optionalDecimal("quantity");
        List<BigDecimal> transactions = fields.elements("transactions", Fields::decimalOf);
        List<Usage.Group> groups = fields.list("quantities", SimulationCodec::group);
        bounded(transactions, fields.at("transactions"));
        bounded(groups, fields.at("quantities"));
        boolean single = fields.has("transactions");
        boolean grouped = fields.has("quantities");
        int given = (quantity.isPresent() ? 1 : 0) + (single ? 1 : 0) + (grouped ? 1 : 0);
        boolean needless = given == 0 && tariff.price() instanceof Flat;
        if (given != 1 && !needless) {
            fields.at("quantity")
                    .add("usage_ambiguous", null, "exactly one of quantity, transactions and quantities is needed");
        }
        if (single) {
            return new Usage.Transactions(transactions);
        }
        return grouped ? new Usage.Groups(groups) : new Usage.Quantity(quantity.orElse(BigDecimal.ONE));
    }

    private static Usage.Group group(Fields fields) {
        Usage.Group group =
                new Usage.Group(fields.texts("dimensions", "dimensions and their values"), fields.decimal("quantity"));
        fields.done();
        return group;
    }

    private static AggregationSimulation.Request aggregation(Fields fields) {
        Meter meter = fields.object("meter")
                .map(SimulationCodec::meter)
                .orElseGet(() -> meter(new Fields(JsonNodeFactory.instance.objectNode(), fields.at("meter"))));
        BillingPeriod period = fields.object("period")
                .map(SimulationCodec::period)
                .orElseGet(() -> period(new Fields(JsonNodeFactory.instance.objectNode(), fields.at("period"))));
        Map<Map<String, String>, BigDecimal> priorLevels = priorLevels(fields, meter);
        List<UsageEvent> events = fields.list("events", event -> event(event, meter));
        bounded(events, fields.at("events"));
        fields.done();
        return new AggregationSimulation.Request(meter, period, priorLevels, events);
    }

    /** A meter that may leave out what does not matter here: its key and its event types. */
    private static Meter meter(Fields fields) {
        String key = fields.optionalText("key").orElse(NOBODY);
        List<String> types = fields.texts("eventTypes");
        return MeterCodec.meter(fields, key, types.isEmpty() ? List.of(NOBODY) : types);
    }

    private static Map<Map<String, String>, BigDecimal> priorLevels(Fields fields, Meter meter) {
        Map<Map<String, String>, BigDecimal> levels = new HashMap<>();
        fields.list("priorLevels", SimulationCodec::group)
                .forEach(group -> levels.put(group.dimensions(), group.quantity()));
        Optional<BigDecimal> single = fields.optionalDecimal("priorLevel");
        single.filter(level -> level.signum() != 0).ifPresent(level -> levels.put(Map.of(), level));
        return meter.aggregation() == Aggregation.TIME_WEIGHTED ? levels : Map.of();
    }

    private static BillingPeriod period(Fields fields) {
        Instant start = instant(fields, "start");
        Instant end = instant(fields, "end");
        fields.done();
        if (!Micros.truncate(start).isBefore(Micros.truncate(end))) {
            if (fields.findings().list().isEmpty()) {
                fields.at("end").add("period_empty", end, "must be after the start");
            }
            return BillingPeriod.parse("2000-01-01T00:00:00Z", "2000-01-02T00:00:00Z");
        }
        return new BillingPeriod(start, end);
    }

    private static Instant instant(Fields fields, String field) {
        return fields.optionalText(field)
                .map(text -> TimeReader.instant(text, fields.at(field)))
                .orElseGet(() -> fields.missing(field, Instant.EPOCH));
    }

    private static UsageEvent event(Fields fields, Meter meter) {
        JsonNode data = fields.value("data").orElseGet(JsonNodeFactory.instance::objectNode);
        Optional<String> type = fields.optionalText("type").filter(_ -> !anyType(meter));
        UsageEvent event = new UsageEvent(
                fields.text("id"),
                fields.optionalText("source").orElse(""),
                type.orElse(meter.eventTypes().getFirst()),
                NOBODY,
                Micros.truncate(instant(fields, "time")),
                data);
        fields.done();
        return event;
    }

    private static boolean anyType(Meter meter) {
        return meter.eventTypes().equals(List.of(NOBODY));
    }

    private static PeriodSimulation.Request periods(Fields fields) {
        TimeReader time = fields.optionalText("zone")
                .map(zone -> TimeReader.inZone(zone, fields.at("zone")))
                .orElseGet(() -> fields.missing("zone", TimeReader.UTC));
        Cadence cadence = fields.object("cadence").map(PlanReader::cadence).orElse(Cadence.MONTHLY);
        BillingAnchor anchor = fields.optionalText("anchor")
                .map(text -> time.anchor(text, fields.at("anchor")))
                .orElseGet(() -> fields.missing("anchor", BillingAnchor.of(LocalDate.EPOCH, ZoneOffset.UTC)));
        BillingCalendar calendar = new BillingCalendar(anchor, cadence);
        Instant from = fields.optionalText("from")
                .map(text -> time.boundary(text, fields.at("from")))
                .orElseGet(() -> calendar.boundary(0));
        Instant to = fields.optionalText("to")
                .map(text -> time.boundary(text, fields.at("to")))
                .orElseGet(() -> fields.missing("to", Instant.MAX));
        fields.done();
        if (fields.findings().list().isEmpty() && !from.isBefore(to)) {
            fields.at("to").add("span_empty", to, "must be after from");
        }
        return new PeriodSimulation.Request(calendar, from, to);
    }

    private static void bounded(List<?> elements, Findings findings) {
        if (elements.size() > MAX_ELEMENTS) {
            findings.add("too_many_elements", elements.size(), "at most " + MAX_ELEMENTS);
        }
    }
}
