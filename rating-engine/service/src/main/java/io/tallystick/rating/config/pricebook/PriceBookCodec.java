package io.tallystick.rating.config.pricebook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tallystick.rating.app.PriceLanguage;
import io.tallystick.rating.app.PriceLanguageRefused;
import io.tallystick.rating.catalog.Plan;
import io.tallystick.rating.catalog.PriceBook;
import io.tallystick.rating.pricing.Findings;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.meter.Meter;
import io.tallystick.schemas.money.CurrencyUnit;
import java.util.Optional;
import java.util.function.Function;
import org.yaml.snakeyaml.LoaderOptions;

/** The price language in YAML and JSON. Thread-safe. */
public final class PriceBookCodec implements PriceLanguage {
    /** Most characters of a price book. */
    static final int MAX_LENGTH = 1_000_000;

    private static final ObjectMapper YAML = yaml();

    @Override
    public PriceBook readBook(String yamlOrJson) {
        return read(parse(YAML, yamlOrJson), PriceBookCodec::book);
    }

    @Override
    public Plan readPlan(String json) {
        return readPlan(json, Optional.empty());
    }

    @Override
    public Plan readPlan(String json, Optional<CurrencyUnit> currency) {
        // Stored plans are JSON and are read often; what people send may be YAML.
        ObjectMapper notation = json.stripLeading().startsWith("{") ? Json.MAPPER : YAML;
        return read(parse(notation, json), fields -> PlanReader.plan(fields, currency));
    }

    @Override
    public Meter readMeter(String json) {
        return read(parse(Json.MAPPER, json), MeterCodec::meter);
    }

    @Override
    public String write(Plan plan) {
        return PlanWriter.plan(plan).toString();
    }

    @Override
    public String write(Meter meter) {
        return MeterCodec.write(meter).toString();
    }

    @Override
    public String write(PriceBook book) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        ArrayNode meters = out.putArray("meters");
        book.meters().forEach(meter -> meters.add(MeterCodec.write(meter)));
        ArrayNode plans = out.putArray("plans");
        book.plans().forEach(plan -> plans.add(PlanWriter.plan(plan)));
        return out.toString();
    }

    /** Reads a document, and refuses it if anything in it is wrong. */
    static <T> T read(JsonNode document, Function<Fields, T> reader) {
        Findings findings = Findings.root();
        T result = reader.apply(new Fields(document, findings));
        if (!findings.list().isEmpty()) {
            throw new PriceLanguageRefused(findings.list());
        }
        return result;
    }

    static JsonNode parseJson(String json) {
        return parse(Json.MAPPER, json);
    }

    private static PriceBook book(Fields fields) {
        PriceBook book = new PriceBook(
                fields.list("meters", MeterCodec::meter),
                fields.list("plans", plan -> PlanReader.plan(plan, Optional.empty())));
        fields.done();
        return book;
    }

    private static JsonNode parse(ObjectMapper mapper, String text) {
        if (text.length() > MAX_LENGTH) {
            throw refused("document_too_long", text.length() + " characters", "at most " + MAX_LENGTH);
        }
        try {
            JsonNode node = mapper.readTree(text);
            return node == null ? JsonNodeFactory.instance.missingNode() : node;
        } catch (JsonProcessingException malformed) {
            String where = malformed.getLocation() == null
                    ? null
                    : "line " + malformed.getLocation().getLineNr() + ", column "
                            + malformed.getLocation().getColumnNr();
            throw refused("malformed_document", where, malformed.getOriginalMessage());
        }
    }

    private static PriceLanguageRefused refused(String code, String value, String rule) {
        Findings findings = Findings.root();
        findings.add(code, value, rule);
        return new PriceLanguageRefused(findings.list());
    }

    private static ObjectMapper yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_LENGTH);
        options.setNestingDepthLimit(Json.MAX_DEPTH);
        options.setAllowDuplicateKeys(false);
        return YAMLMapper.builder(YAMLFactory.builder()
                        .loaderOptions(options)
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build())
                .build();
    }
}
