package io.tallystick.rating.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One table of a spec file: a rule, a price, and what usage costs by it.
 *
 * <pre>
 * # A unit exactly at the end of a tier still belongs to it.
 * price  graduated ..100 @2 | .. @1 +50
 * with   allowance 10                        (or minimum, maximum, multiply, divide, round, scale)
 * usage  110                                 (or 12.50, 3, -1 for transactions; class=std 4; class=arc 5 for groups)
 * line   ..100     100 @2            200
 * total  200       200.00                    (exact, then as shown)
 * row    100       180      180.00           (usage, exact, shown: the short form)
 * </pre>
 */
final class PriceTable {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String text;
    private final String rule;
    private final ObjectNode base;
    private final List<Case> cases = new ArrayList<>();

    private PriceTable(String text) {
        this.text = text;
        this.base = NODES.objectNode().put("currency", "USD");
        StringBuilder words = new StringBuilder();
        String usage = "";
        List<String> lines = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] parts = line.strip().split("\\s+", 2);
            String rest = parts.length > 1 ? parts[1].strip() : "";
            switch (parts[0]) {
                case "#" -> words.append(words.isEmpty() ? "" : " ").append(rest);
                case "currency" -> base.put("currency", rest);
                case "price" -> base.set("price", PriceNotation.price(rest));
                case "with" -> PriceNotation.around(base, rest);
                case "usage" -> {
                    usage = rest;
                    lines = new ArrayList<>();
                }
                case "line" -> lines.add(rest.replaceAll("\\s+", " "));
                case "total" -> {
                    String[] total = rest.split("\\s+", -1);
                    cases.add(new Case(usage, total[0], total[1], lines));
                }
                case "row" -> {
                    String[] row = rest.split("\\s{2,}", -1);
                    cases.add(new Case(row[0], row[1], row[2], List.of()));
                }
                default -> throw new IllegalArgumentException("unknown word '" + parts[0] + "' in\n" + text);
            }
        }
        this.rule = words.toString();
    }

    /** The tables of a file, which blank lines separate. */
    static List<PriceTable> read(String file) {
        return Arrays.stream(file.split("\n\\s*\n", -1))
                .filter(block -> block.contains("price"))
                .map(PriceTable::new)
                .toList();
    }

    String rule() {
        return rule;
    }

    List<Case> cases() {
        return cases;
    }

    /** The request of a case to the price simulation. */
    ObjectNode request(Case given) {
        ObjectNode request = base.deepCopy();
        if (given.usage().contains("=")) {
            ArrayNode groups = request.putArray("quantities");
            for (String part : given.usage().split(";", -1)) {
                String[] words = part.strip().split("\\s+", -1);
                ObjectNode group = groups.addObject();
                ObjectNode dimensions = group.putObject("dimensions");
                for (String pair : Arrays.copyOf(words, words.length - 1)) {
                    dimensions.put(pair.split("=", -1)[0], pair.split("=", -1)[1]);
                }
                group.put("quantity", words[words.length - 1]);
            }
        } else if (given.usage().contains(",") || given.usage().equals("none")) {
            ArrayNode transactions = request.putArray("transactions");
            Arrays.stream(given.usage().split(",", -1))
                    .map(String::strip)
                    .filter(amount -> !amount.isEmpty() && !amount.equals("none"))
                    .forEach(transactions::add);
        } else {
            request.put("quantity", given.usage());
        }
        return request;
    }

    /** The arithmetic of an answer in the notation of {@code line}. */
    static List<String> lines(JsonNode answer) {
        List<String> lines = new ArrayList<>();
        for (JsonNode step : answer.get("steps")) {
            StringBuilder line = new StringBuilder(step.get("label").textValue());
            if (step.has("quantity")) {
                line.append(' ').append(step.get("quantity").textValue());
            }
            if (step.has("unitPrice")) {
                line.append(" @").append(step.get("unitPrice").textValue());
            }
            if (step.has("flatFee") && !step.get("flatFee").textValue().equals("0")) {
                line.append(" +").append(step.get("flatFee").textValue());
            }
            lines.add(line.append(' ').append(step.get("amount").textValue()).toString());
        }
        return lines;
    }

    @Override
    public String toString() {
        return text;
    }

    /** What one usage costs. */
    record Case(String usage, String exact, String shown, List<String> lines) {}
}
