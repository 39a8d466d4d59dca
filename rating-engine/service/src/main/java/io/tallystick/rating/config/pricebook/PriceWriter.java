package io.tallystick.rating.config.pricebook;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.rating.pricing.Dynamic;
import io.tallystick.rating.pricing.Flat;
import io.tallystick.rating.pricing.Graduated;
import io.tallystick.rating.pricing.GraduatedPercentage;
import io.tallystick.rating.pricing.Matrix;
import io.tallystick.rating.pricing.PackagePrice;
import io.tallystick.rating.pricing.PerUnit;
import io.tallystick.rating.pricing.Percentage;
import io.tallystick.rating.pricing.Price;
import io.tallystick.rating.pricing.Stairstep;
import io.tallystick.rating.pricing.Tariff;
import io.tallystick.rating.pricing.Tier;
import io.tallystick.rating.pricing.Transform;
import io.tallystick.rating.pricing.Volume;
import io.tallystick.schemas.money.Decimals;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes prices and what stands around them; fields that have their default are left out. */
final class PriceWriter {
    private PriceWriter() {}

    static void tariff(ObjectNode out, Tariff tariff) {
        out.set("price", price(tariff.price()));
        decimal(out, "allowance", tariff.allowance());
        tariff.transform().ifPresent(transform -> out.set("transform", transform(transform)));
        decimal(out, "minimum", tariff.minimum());
        decimal(out, "maximum", tariff.maximum());
    }

    static ObjectNode price(Price price) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("model", price.model().code());
        switch (price) {
            case Flat(BigDecimal amount) -> decimal(out, "amount", amount);
            case PerUnit(BigDecimal unitPrice) -> decimal(out, "unitPrice", unitPrice);
            case Graduated(List<Tier> tiers, boolean chargeAtZero) -> {
                tiers(out, tiers);
                chargeAtZero(out, chargeAtZero);
            }
            case Volume(List<Tier> tiers, boolean chargeAtZero) -> {
                tiers(out, tiers);
                chargeAtZero(out, chargeAtZero);
            }
            case PackagePrice(BigDecimal size, BigDecimal packagePrice, BigDecimal freeUnits) -> {
                decimal(out, "packageSize", size);
                decimal(out, "packagePrice", packagePrice);
                unlessZero(out, "freeUnits", freeUnits);
            }
            case Stairstep stairstep -> stairstep(out, stairstep);
            case Percentage percentage -> percentage(out, percentage);
            case GraduatedPercentage percentage -> rateTiers(out, percentage);
            case Matrix matrix -> matrix(out, matrix);
            case Dynamic(String amount, BigDecimal markup) -> {
                out.put("amount", amount);
                unlessZero(out, "markup", markup);
            }
        }
        return out;
    }

    private static void tiers(ObjectNode out, List<Tier> tiers) {
        ArrayNode list = out.putArray("tiers");
        for (Tier tier : tiers) {
            ObjectNode row = list.addObject();
            decimal(row, "upTo", tier.upTo());
            switch (tier.rate()) {
                case Tier.UnitRate(BigDecimal unitPrice) -> decimal(row, "unitPrice", unitPrice);
                case Tier.BlockRate(BigDecimal size, BigDecimal price) -> {
                    decimal(row, "packageSize", size);
                    decimal(row, "packagePrice", price);
                }
            }
            unlessZero(row, "flatFee", tier.flatFee());
        }
    }

    private static void stairstep(ObjectNode out, Stairstep stairstep) {
        ArrayNode list = out.putArray("steps");
        for (Stairstep.Stair stair : stairstep.steps()) {
            ObjectNode row = list.addObject();
            decimal(row, "upTo", stair.upTo());
            decimal(row, "amount", stair.amount());
        }
        chargeAtZero(out, stairstep.chargeAtZero());
    }

    private static void percentage(ObjectNode out, Percentage percentage) {
        decimal(out, "rate", percentage.rate());
        unlessZero(out, "fixedFee", percentage.fixedFee());
        decimal(out, "freeTransactions", percentage.freeTransactions());
        decimal(out, "freeAmount", percentage.freeAmount());
        decimal(out, "minPerTransaction", percentage.minPerTransaction());
        decimal(out, "maxPerTransaction", percentage.maxPerTransaction());
        chargeAtZero(out, percentage.chargeAtZero());
    }

    private static void rateTiers(ObjectNode out, GraduatedPercentage percentage) {
        ArrayNode list = out.putArray("tiers");
        for (GraduatedPercentage.RateTier tier : percentage.tiers()) {
            ObjectNode row = list.addObject();
            decimal(row, "upTo", tier.upTo());
            decimal(row, "rate", tier.rate());
            unlessZero(row, "flatFee", tier.flatFee());
        }
        chargeAtZero(out, percentage.chargeAtZero());
    }

    private static void matrix(ObjectNode out, Matrix matrix) {
        ArrayNode dimensions = out.putArray("dimensions");
        matrix.dimensions().forEach(dimensions::add);
        ArrayNode rows = out.putArray("rows");
        for (Matrix.Row row : matrix.rows()) {
            ObjectNode node = rows.addObject();
            map(node, "match", row.match());
            node.set("price", price(row.price()));
        }
        matrix.otherwise().ifPresent(otherwise -> out.set("otherwise", price(otherwise)));
    }

    private static ObjectNode transform(Transform transform) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        decimal(out, "multiplyBy", transform.multiplyBy());
        decimal(out, "divideBy", transform.divideBy());
        transform.round().ifPresent(round -> out.put("round", round.name()));
        if (transform.scale() != 0) {
            out.put("scale", transform.scale());
        }
        return out;
    }

    static void map(ObjectNode out, String field, Map<String, String> values) {
        ObjectNode node = out.putObject(field);
        new TreeMap<>(values).forEach(node::put);
    }

    static void decimal(ObjectNode out, String field, BigDecimal value) {
        out.put(field, Decimals.text(value));
    }

    static void decimal(ObjectNode out, String field, Optional<BigDecimal> value) {
        value.ifPresent(given -> decimal(out, field, given));
    }

    private static void unlessZero(ObjectNode out, String field, BigDecimal value) {
        if (value.signum() != 0) {
            decimal(out, field, value);
        }
    }

    private static void chargeAtZero(ObjectNode out, boolean chargeAtZero) {
        if (!chargeAtZero) {
            out.put("chargeAtZero", false);
        }
    }
}
