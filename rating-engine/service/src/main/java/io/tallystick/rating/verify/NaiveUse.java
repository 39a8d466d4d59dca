package io.tallystick.rating.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was used in a segment: one quantity, the amounts of single transactions, or quantities by dimensions.
 *
 * @param total all of it
 * @param transactions in their order, or null
 * @param groups by the dimensions of a matrix, or null
 * @param addsUp whether two parts of a period add up to both
 */
public record NaiveUse(
        Rational total, List<Rational> transactions, Map<Map<String, String>, Rational> groups, boolean addsUp) {

    /** One quantity. */
    public static NaiveUse of(Rational quantity, boolean addsUp) {
        return new NaiveUse(quantity, null, null, addsUp);
    }

    NaiveUse plus(NaiveUse other) {
        List<Rational> all = null;
        if (transactions != null) {
            all = new ArrayList<>(transactions);
            all.addAll(other.transactions);
        }
        Map<Map<String, String>, Rational> both = null;
        if (groups != null) {
            both = groups(groups);
            for (var entry : other.groups.entrySet()) {
                both.merge(entry.getKey(), entry.getValue(), Rational::plus);
            }
        }
        return new NaiveUse(total.plus(other.total), all, both, addsUp);
    }

    /** A map by dimensions with a stable order. */
    static Map<Map<String, String>, Rational> groups(Map<Map<String, String>, Rational> from) {
        Map<Map<String, String>, Rational> copy =
                new TreeMap<>((a, b) -> new TreeMap<>(a).toString().compareTo(new TreeMap<>(b).toString()));
        copy.putAll(from);
        return copy;
    }

    /** What it costs at a price, without minimum and maximum. */
    Rational priced(JsonNode charge) {
        ObjectNode asked = JsonNodeFactory.instance.objectNode();
        for (String field : List.of("price", "allowance", "transform")) {
            if (charge.has(field)) {
                asked.set(field, charge.get(field));
            }
        }
        if (groups != null) {
            var list = asked.putArray("quantities");
            groups.forEach((dimensions, quantity) -> {
                ObjectNode group = list.addObject();
                ObjectNode values = group.putObject("dimensions");
                dimensions.forEach(values::put);
                group.put("quantity", quantity.text());
            });
        } else if (transactions != null) {
            var list = asked.putArray("transactions");
            transactions.forEach(transaction -> list.add(transaction.text()));
        } else {
            asked.put("quantity", total.text());
        }
        return NaivePricing.price(asked);
    }
}
