package io.tallystick.rating.config.pricebook;

import io.tallystick.rating.pricing.Dynamic;
import io.tallystick.rating.pricing.Flat;
import io.tallystick.rating.pricing.Graduated;
import io.tallystick.rating.pricing.GraduatedPercentage;
import io.tallystick.rating.pricing.Matrix;
import io.tallystick.rating.pricing.PackagePrice;
import io.tallystick.rating.pricing.PerUnit;
import io.tallystick.rating.pricing.Percentage;
import io.tallystick.rating.pricing.Price;
import io.tallystick.rating.pricing.PriceModel;
import io.tallystick.rating.pricing.Stairstep;
import io.tallystick.rating.pricing.Tariff;
import io.tallystick.rating.pricing.Tier;
import io.tallystick.rating.pricing.Transform;
import io.tallystick.rating.pricing.Volume;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;

/** Reads prices and what stands around them. */
final class PriceReader {
    private static final BigDecimal ZERO = BigDecimal.ZERO;

    /** Stands for a price that is wrong; there is a finding beside it. */
    private static final Price NO_PRICE = new Flat(ZERO);

    private PriceReader() {}

    /** The price and everything around it, whose fields stand beside it. */
    static Tariff tariff(Fields fields) {
        return new Tariff(
                fields.object("price").map(PriceReader::price).orElseGet(() -> fields.missing("price", NO_PRICE)),
                fields.optionalDecimal("allowance"),
                fields.object("transform").map(PriceReader::transform),
                fields.optionalDecimal("minimum"),
                fields.optionalDecimal("maximum"));
    }

    static Price price(Fields fields) {
        Optional<String> name = fields.optionalText("model");
        if (name.isEmpty()) {
            return fields.missing("model", NO_PRICE);
        }
        Optional<PriceModel> model = PriceModel.of(name.get());
        if (model.isEmpty()) {
            fields.at("model")
                    .add(
                            "unknown_model",
                            name.get(),
                            "must be one of "
                                    + Arrays.stream(PriceModel.values())
                                            .map(PriceModel::code)
                                            .toList());
            return NO_PRICE;
        }
        Price price = price(model.get(), fields);
        fields.done();
        return price;
    }

    private static Price price(PriceModel model, Fields fields) {
        return switch (model) {
            case FLAT -> new Flat(fields.decimal("amount"));
            case PER_UNIT -> new PerUnit(fields.decimal("unitPrice"));
            case GRADUATED -> new Graduated(fields.list("tiers", PriceReader::tier), fields.flag("chargeAtZero", true));
            case VOLUME -> new Volume(fields.list("tiers", PriceReader::tier), fields.flag("chargeAtZero", true));
            case PACKAGE ->
                new PackagePrice(
                        fields.decimal("packageSize"),
                        fields.decimal("packagePrice"),
                        fields.decimalOr("freeUnits", ZERO));
            case STAIRSTEP ->
                new Stairstep(fields.list("steps", PriceReader::stair), fields.flag("chargeAtZero", true));
            case PERCENTAGE -> percentage(fields);
            case GRADUATED_PERCENTAGE ->
                new GraduatedPercentage(fields.list("tiers", PriceReader::rateTier), fields.flag("chargeAtZero", true));
            case MATRIX ->
                new Matrix(
                        fields.texts("dimensions"),
                        fields.list("rows", PriceReader::row),
                        fields.object("otherwise").map(PriceReader::price));
            case DYNAMIC -> new Dynamic(fields.text("amount"), fields.decimalOr("markup", ZERO));
        };
    }

    private static Percentage percentage(Fields fields) {
        return new Percentage(
                fields.decimal("rate"),
                fields.decimalOr("fixedFee", ZERO),
                fields.optionalInteger("freeTransactions").map(BigDecimal::valueOf),
                fields.optionalDecimal("freeAmount"),
                fields.optionalDecimal("minPerTransaction"),
                fields.optionalDecimal("maxPerTransaction"),
                fields.flag("chargeAtZero", true));
    }

    private static Tier tier(Fields fields) {
        Tier tier = new Tier(fields.optionalDecimal("upTo"), rate(fields), fields.decimalOr("flatFee", ZERO));
        fields.done();
        return tier;
    }

    private static Tier.Rate rate(Fields fields) {
        Optional<BigDecimal> unitPrice = fields.optionalDecimal("unitPrice");
        if (fields.has("packageSize") || fields.has("packagePrice")) {
            if (unitPrice.isPresent()) {
                fields.at("unitPrice")
                        .add(
                                "tier_has_two_prices",
                                fields.text("unitPrice"),
                                "a tier is priced by units or by packages");
            }
            return new Tier.BlockRate(fields.decimal("packageSize"), fields.decimal("packagePrice"));
        }
        if (unitPrice.isEmpty() && !fields.has("flatFee")) {
            fields.at("unitPrice")
                    .add(
                            "tier_without_price",
                            null,
                            "a tier needs unitPrice, flatFee, or packageSize and packagePrice");
        }
        return new Tier.UnitRate(unitPrice.orElse(ZERO));
    }

    private static Stairstep.Stair stair(Fields fields) {
        Stairstep.Stair stair = new Stairstep.Stair(fields.optionalDecimal("upTo"), fields.decimal("amount"));
        fields.done();
        return stair;
    }

    private static GraduatedPercentage.RateTier rateTier(Fields fields) {
        GraduatedPercentage.RateTier tier = new GraduatedPercentage.RateTier(
                fields.optionalDecimal("upTo"), fields.decimalOr("rate", ZERO), fields.decimalOr("flatFee", ZERO));
        if (!fields.has("rate") && !fields.has("flatFee")) {
            fields.at("rate").add("tier_without_price", null, "a tier needs rate or flatFee");
        }
        fields.done();
        return tier;
    }

    private static Matrix.Row row(Fields fields) {
        Matrix.Row row = new Matrix.Row(
                fields.texts("match", "dimensions and their values"),
                fields.object("price").map(PriceReader::price).orElseGet(() -> fields.missing("price", NO_PRICE)));
        fields.done();
        return row;
    }

    static Transform transform(Fields fields) {
        Transform transform = new Transform(
                fields.optionalDecimal("multiplyBy"),
                fields.optionalDecimal("divideBy"),
                fields.optionalChoice("round", Transform.Round.class),
                fields.optionalInteger("scale").orElse(0));
        fields.done();
        return transform;
    }
}
