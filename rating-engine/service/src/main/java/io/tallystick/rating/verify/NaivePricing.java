package io.tallystick.rating.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * What a request to the price simulation costs, worked out in fractions directly from the JSON. Slow and plain on purpose: it
 * knows the rules of the price language and nothing of the code that rates.
 */
public final class NaivePricing {
    private NaivePricing() {}

    /** The exact amount. */
    public static Rational price(JsonNode request) {
        Rational amount = unlimited(request);
        if (request.has("maximum")) {
            amount = amount.min(number(request, "maximum"));
        }
        if (request.has("minimum")) {
            amount = amount.max(number(request, "minimum"));
        }
        return amount;
    }

    private static Rational unlimited(JsonNode request) {
        JsonNode price = request.get("price");
        Rational allowance = number(request, "allowance");
        return switch (price.get("model").textValue()) {
            case "matrix" -> matrix(request, price, allowance);
            case "percentage" -> percentage(request, price);
            default -> billable(price, convert(request, total(request)), allowance);
        };
    }

    private static Rational billable(JsonNode price, Rational quantity, Rational allowance) {
        Rational left =
                quantity.signum() < 0 ? quantity : quantity.minus(allowance).max(Rational.ZERO);
        return model(price, left);
    }

    private static Rational model(JsonNode price, Rational quantity) {
        return switch (price.get("model").textValue()) {
            case "flat" -> number(price, "amount");
            case "per_unit" -> quantity.times(number(price, "unitPrice"));
            case "graduated" -> graduated(price, quantity, "unitPrice");
            case "graduated_percentage" -> graduated(price, quantity, "rate");
            case "volume" -> volume(price, quantity);
            case "package" -> packages(price, quantity);
            case "stairstep" -> stairstep(price, quantity);
            case "percentage" -> quantity.times(number(price, "rate"));
            case "dynamic" -> quantity.times(Rational.ONE.plus(number(price, "markup")));
            default -> throw new IllegalArgumentException(price.toString());
        };
    }

    /** Each tier takes what lies between its bounds; the first one also everything below zero. */
    private static Rational graduated(JsonNode price, Rational quantity, String rate) {
        Rational sum = Rational.ZERO;
        Rational from = Rational.ZERO;
        boolean first = true;
        for (JsonNode tier : price.get("tiers")) {
            Rational to = tier.has("upTo") ? number(tier, "upTo").min(quantity) : quantity;
            boolean reached = first || quantity.compareTo(from) > 0;
            if (reached) {
                sum = sum.plus(tier(tier, to.minus(from), rate));
                sum = sum.plus(
                        first && quantity.signum() <= 0 && !atZero(price) ? Rational.ZERO : number(tier, "flatFee"));
            }
            from = number(tier, "upTo");
            first = false;
        }
        return sum;
    }

    private static Rational tier(JsonNode tier, Rational units, String rate) {
        if (tier.has("packageSize")) {
            return units.over(number(tier, "packageSize")).ceiling().times(number(tier, "packagePrice"));
        }
        return units.times(number(tier, rate));
    }

    private static Rational volume(JsonNode price, Rational quantity) {
        for (JsonNode tier : price.get("tiers")) {
            if (!tier.has("upTo") || quantity.compareTo(number(tier, "upTo")) <= 0) {
                Rational fee = quantity.signum() <= 0 && !atZero(price) ? Rational.ZERO : number(tier, "flatFee");
                return tier(tier, quantity, "unitPrice").plus(fee);
            }
        }
        throw new IllegalArgumentException("no tier for the quantity in " + price);
    }

    private static Rational packages(JsonNode price, Rational quantity) {
        Rational free = number(price, "freeUnits");
        Rational charged =
                quantity.signum() < 0 ? quantity : quantity.minus(free).max(Rational.ZERO);
        return charged.over(number(price, "packageSize")).ceiling().times(number(price, "packagePrice"));
    }

    private static Rational stairstep(JsonNode price, Rational quantity) {
        if (quantity.signum() <= 0 && !atZero(price)) {
            return Rational.ZERO;
        }
        for (JsonNode step : price.get("steps")) {
            if (!step.has("upTo") || quantity.compareTo(number(step, "upTo")) <= 0) {
                return number(step, "amount");
            }
        }
        throw new IllegalArgumentException("no step for the quantity in " + price);
    }

    private static Rational percentage(JsonNode request, JsonNode price) {
        if (!request.has("transactions")) {
            return billable(price, convert(request, total(request)), number(request, "allowance"));
        }
        Rational sum = Rational.ZERO;
        Rational freeCount = price.has("freeTransactions")
                ? new Rational(new BigInteger(price.get("freeTransactions").asText()), BigInteger.ONE)
                : null;
        Rational freeAmount = price.has("freeAmount") ? number(price, "freeAmount") : null;
        boolean allowance = freeCount != null || freeAmount != null;
        for (JsonNode text : request.get("transactions")) {
            Rational amount = convert(request, Rational.of(text.textValue()));
            if (amount.signum() < 0) {
                sum = sum.plus(amount.times(number(price, "rate")));
                continue;
            }
            Rational free = Rational.ZERO;
            boolean whole = false;
            if (allowance && (freeCount == null || freeCount.signum() > 0)) {
                free = freeAmount == null ? amount : amount.min(freeAmount);
                whole = free.compareTo(amount) == 0 && (freeAmount == null || freeAmount.signum() > 0);
                freeAmount = freeAmount == null ? null : freeAmount.minus(free);
                freeCount = freeCount == null ? null : freeCount.minus(Rational.ONE);
            }
            Rational charged = amount.minus(free);
            if (charged.signum() != 0 || (!whole && atZero(price))) {
                Rational fee = charged.times(number(price, "rate")).plus(number(price, "fixedFee"));
                fee = price.has("maxPerTransaction") ? fee.min(number(price, "maxPerTransaction")) : fee;
                fee = price.has("minPerTransaction") ? fee.max(number(price, "minPerTransaction")) : fee;
                sum = sum.plus(fee);
            }
        }
        return sum;
    }

    private static Rational matrix(JsonNode request, JsonNode price, Rational allowance) {
        List<Rational> rows = new ArrayList<>();
        price.get("rows").forEach(_ -> rows.add(Rational.ZERO));
        Rational rest = null;
        for (JsonNode group : request.get("quantities")) {
            int row = row(price, group.get("dimensions"));
            Rational quantity = number(group, "quantity");
            if (row < 0) {
                rest = rest == null ? quantity : rest.plus(quantity);
            } else {
                rows.set(row, rows.get(row).plus(quantity));
            }
        }
        Rational sum = Rational.ZERO;
        Rational left = allowance;
        for (int i = 0; i <= rows.size(); i++) {
            Rational used = i < rows.size() ? rows.get(i) : rest;
            if (used != null) {
                Rational quantity = convert(request, used);
                JsonNode cell = i < rows.size() ? price.get("rows").get(i).get("price") : price.get("otherwise");
                sum = sum.plus(billable(cell, quantity, left));
                left = left.minus(quantity.max(Rational.ZERO).min(left));
            }
        }
        return sum;
    }

    private static int row(JsonNode price, JsonNode values) {
        for (int i = 0; i < price.get("rows").size(); i++) {
            boolean matches = true;
            for (var entry : price.get("rows").get(i).get("match").properties()) {
                matches &= entry.getValue().equals(values.get(entry.getKey()));
            }
            if (matches) {
                return i;
            }
        }
        return -1;
    }

    private static Rational convert(JsonNode request, Rational quantity) {
        JsonNode transform = request.path("transform");
        Rational converted = quantity;
        if (transform.has("multiplyBy")) {
            converted = converted.times(number(transform, "multiplyBy"));
        }
        if (transform.has("divideBy")) {
            converted = converted.over(number(transform, "divideBy"));
        }
        Rational unit = Rational.tenTo(-transform.path("scale").asInt(0));
        return switch (transform.path("round").asText("")) {
            case "UP" -> converted.over(unit).ceiling().times(unit);
            case "DOWN" -> converted.over(unit).floor().times(unit);
            case "HALF_UP" -> converted.over(unit).halfAway().times(unit);
            // What does not end is cut where every quotient is.
            default -> converted.cut();
        };
    }

    private static Rational total(JsonNode request) {
        Rational sum = number(request, "quantity");
        for (JsonNode transaction : request.path("transactions")) {
            sum = sum.plus(Rational.of(transaction.textValue()));
        }
        for (JsonNode group : request.path("quantities")) {
            sum = sum.plus(number(group, "quantity"));
        }
        return sum;
    }

    private static boolean atZero(JsonNode price) {
        return price.path("chargeAtZero").asBoolean(true);
    }

    private static Rational number(JsonNode node, String field) {
        return node.has(field) ? Rational.of(node.get(field).textValue()) : Rational.ZERO;
    }
}
