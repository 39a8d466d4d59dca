package io.tallystick.rating.spec;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/** The short notation of prices in spec tables, turned into the price language. */
public final class PriceNotation {
    private PriceNotation() {}

    /** {@code graduated ..10000 @0 | .. @0.0050 +5}, {@code package 10 @100 free 10}, {@code percentage 2.9% +0.30 free 3}. */
    public static ObjectNode price(String text) {
        List<String> words = List.of(text.strip().split("\\s+", -1));
        ObjectNode price = JsonNodeFactory.instance.objectNode().put("model", words.getFirst());
        String rest = text.strip().substring(words.getFirst().length()).strip();
        if (rest.endsWith("not-at-zero")) {
            price.put("chargeAtZero", false);
            rest = rest.substring(0, rest.length() - "not-at-zero".length()).strip();
        }
        switch (words.getFirst()) {
            case "flat" -> price.put("amount", rest);
            case "per_unit" -> price.put("unitPrice", rest.substring(1));
            case "graduated", "volume", "graduated_percentage" -> tiers(price.putArray("tiers"), rest);
            case "stairstep" -> stairs(price.putArray("steps"), rest);
            case "package" -> packages(price, words);
            case "percentage" -> percentage(price, words);
            case "dynamic" -> {
                price.put("amount", "/amount");
                price.put("markup", share(words.get(2)));
            }
            case "matrix" -> matrix(price, rest);
            default -> throw new IllegalArgumentException(text);
        }
        return price;
    }

    private static void tiers(ArrayNode tiers, String text) {
        for (String part : text.split("\\|", -1)) {
            ObjectNode tier = tiers.addObject();
            for (String word : part.strip().split("\\s+", -1)) {
                if (word.startsWith("..")) {
                    upTo(tier, word);
                } else if (word.startsWith("@")) {
                    tier.put("unitPrice", word.substring(1));
                } else if (word.startsWith("+")) {
                    tier.put("flatFee", word.substring(1));
                } else if (word.endsWith("%")) {
                    tier.put("rate", share(word));
                } else {
                    String[] block = word.split("@", -1);
                    tier.put("packageSize", block[0]).put("packagePrice", block[1]);
                }
            }
        }
    }

    private static void stairs(ArrayNode steps, String text) {
        for (String part : text.split("\\|", -1)) {
            String[] words = part.strip().split("\\s+", -1);
            ObjectNode step = steps.addObject();
            upTo(step, words[0]);
            step.put("amount", words[1]);
        }
    }

    private static void upTo(ObjectNode tier, String word) {
        if (word.length() > 2) {
            tier.put("upTo", word.substring(2));
        }
    }

    private static void packages(ObjectNode price, List<String> words) {
        price.put("packageSize", words.get(1)).put("packagePrice", words.get(2).substring(1));
        if (words.contains("free")) {
            price.put("freeUnits", words.getLast());
        }
    }

    private static void percentage(ObjectNode price, List<String> words) {
        price.put("rate", share(words.get(1)));
        for (int i = 2; i < words.size(); i++) {
            String word = words.get(i);
            switch (word) {
                case "free" -> price.put("freeTransactions", Integer.parseInt(words.get(++i)));
                case "upto" -> price.put("freeAmount", words.get(++i));
                case "min" -> price.put("minPerTransaction", words.get(++i));
                case "max" -> price.put("maxPerTransaction", words.get(++i));
                case "not-at-zero" -> {}
                default -> price.put("fixedFee", word.substring(1));
            }
        }
    }

    /** {@code accelerator: cpu = per_unit @2 ; gpu = flat 3 ; otherwise = per_unit @1}. */
    private static void matrix(ObjectNode price, String text) {
        String[] halves = text.split(":", 2);
        List<String> dimensions = List.of(halves[0].strip().split("\\s*,\\s*", -1));
        ArrayNode names = price.putArray("dimensions");
        dimensions.forEach(names::add);
        ArrayNode rows = price.putArray("rows");
        for (String part : halves[1].split(";", -1)) {
            String[] row = part.split("=", 2);
            if (row[0].strip().equals("otherwise")) {
                price.set("otherwise", price(row[1]));
                continue;
            }
            List<String> values = Arrays.asList(row[0].strip().split("\\s*,\\s*", -1));
            ObjectNode node = rows.addObject();
            ObjectNode match = node.putObject("match");
            for (int i = 0; i < values.size(); i++) {
                if (!values.get(i).equals("*")) {
                    match.put(dimensions.get(i), values.get(i));
                }
            }
            node.set("price", price(row[1]));
        }
    }

    /** What stands around the price: {@code allowance 10, divide 1000, round UP}. */
    static void around(ObjectNode request, String text) {
        for (String part : text.split(",", -1)) {
            String[] words = part.strip().split("\\s+", -1);
            switch (words[0]) {
                case "allowance", "minimum", "maximum" -> request.put(words[0], words[1]);
                case "multiply" -> request.withObject("/transform").put("multiplyBy", words[1]);
                case "divide" -> request.withObject("/transform").put("divideBy", words[1]);
                case "round" -> request.withObject("/transform").put("round", words[1]);
                case "scale" -> request.withObject("/transform").put("scale", Integer.parseInt(words[1]));
                default -> throw new IllegalArgumentException(text);
            }
        }
    }

    private static String share(String percent) {
        return new BigDecimal(percent.replace("%", "")).movePointLeft(2).toPlainString();
    }
}
