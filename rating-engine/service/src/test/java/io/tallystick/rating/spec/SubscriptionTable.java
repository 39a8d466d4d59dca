package io.tallystick.rating.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One table of a spec file about subscriptions: a rule, plans, what happens to a subscription, and the lines of its bills.
 *
 * <pre>
 * # An upgrade splits the fee by days; the day of the change belongs to the new plan.
 * plan    basic                               (cadence: WEEK 2; proration SECOND; trial P14D)
 * charge  fee RECURRING in advance | flat 30.00
 * plan    pro
 * charge  fee RECURRING in advance | flat 60.00
 * charge  calls USAGE calls | graduated ..100 @1 | .. @0.5
 * with    allowance 10                        (around the price of the charge before)
 * start   basic 2026-11-01                    (anchor 2026-10-31)
 * change  2026-11-16 plan pro                 (at period end)
 * usage   2026-11-20 calls 80
 * bill    2026-11-01 2026-12-01
 * line    fee    2026-11-01 2026-11-16   15.00
 * line    fee    2026-11-16 2026-12-01   30.00
 * line    calls  2026-11-16 2026-12-01   70.00
 * total   115.00                              (subtotal, then total and amount due if they differ)
 * </pre>
 *
 * <p>Dates are local; the end of a line is the first day that it no longer pays for. {@code correction} behind an amount marks
 * the correction of a line that {@code billed} says was billed before.
 */
final class SubscriptionTable {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String text;
    private final StringBuilder rule = new StringBuilder();
    private final ObjectNode base = NODES.objectNode().put("currency", "USD").put("zone", "UTC");
    private final Map<String, ObjectNode> plans = new LinkedHashMap<>();
    private final List<Bill> bills = new ArrayList<>();
    private ObjectNode plan;
    private ObjectNode charge;
    private Bill bill;

    private SubscriptionTable(String text) {
        this.text = text;
        for (String line : text.lines().toList()) {
            String[] parts = line.strip().split("\\s+", 2);
            read(parts[0], parts.length > 1 ? parts[1].strip() : "");
        }
    }

    /** The tables of a file, which blank lines separate. */
    static List<SubscriptionTable> read(String file) {
        return Arrays.stream(file.split("\n\\s*\n", -1))
                .filter(block -> block.contains("\nstart"))
                .map(SubscriptionTable::new)
                .toList();
    }

    private void read(String word, String rest) {
        String[] words = rest.split("\\s+", -1);
        switch (word) {
            case "#" -> rule.append(rule.isEmpty() ? "" : " ").append(rest);
            case "zone", "currency" -> base.put(word, rest);
            case "meter" -> meter(words);
            case "plan" -> plan(words);
            case "charge" -> charge(rest);
            case "with" -> PriceNotation.around(charge, rest);
            case "commit" -> plan.set("commitment", commitment(rest));
            case "discount" -> discount(rest);
            case "start" -> start(words);
            case "change" ->
                ChangeNotation.read(change(words[0]), Arrays.asList(words).subList(1, words.length), plans);
            case "usage" -> usage(words);
            case "level" -> level(words);
            case "coupon" -> coupon(words);
            case "tax" -> tax(words);
            case "credit" -> credit(words);
            case "billed" -> base.put("billedUpTo", rest);
            case "bill" -> {
                bill = new Bill(words[0], words[1], new ArrayList<>(), new ArrayList<>());
                bills.add(bill);
            }
            case "line" -> bill.lines().add(rest.replaceAll("\\s+", " "));
            case "total" -> bill.totals().addAll(List.of(words));
            default -> throw new IllegalArgumentException("unknown word '" + word + "' in\n" + text);
        }
    }

    private void meter(String[] words) {
        ObjectNode meter = base.withArray("meters").addObject().put("key", words[0]);
        meter.withArray("eventTypes").add("spec." + words[0]);
        meter.put("aggregation", words[1]);
        if (!words[1].equals("COUNT")) {
            meter.put("value", "/value");
        }
        if (words.length > 2) {
            meter.put("per", words[2]);
        }
    }

    private void plan(String[] words) {
        plan = NODES.objectNode().put("key", words[0]);
        plan.putArray("charges");
        plans.put(words[0], plan);
        for (int i = 1; i < words.length; i++) {
            switch (words[i]) {
                case "proration" -> plan.put("proration", words[++i]);
                case "trial" -> plan.put("trial", words[++i]);
                default -> {
                    ObjectNode cadence = plan.putObject("cadence").put("unit", words[i]);
                    boolean counted = i + 1 < words.length && words[i + 1].matches("[0-9]+");
                    cadence.put("count", counted ? Integer.parseInt(words[++i]) : 1);
                }
            }
        }
    }

    private void charge(String text) {
        String[] halves = text.split("\\|", 2);
        List<String> words = new ArrayList<>(List.of(halves[0].strip().split("\\s+", -1)));
        charge = plan.withArray("charges").addObject().put("key", words.get(0));
        charge.put("kind", words.get(1));
        if (words.remove("optional")) {
            charge.put("optional", true);
        }
        if (words.contains("in")) {
            charge.put("timing", words.contains("arrears") ? "IN_ARREARS" : "IN_ADVANCE");
        }
        switch (words.get(1)) {
            case "USAGE" -> charge.put("meter", words.get(2));
            case "PERCENT_OF" -> {
                Arrays.stream(words.get(2).split(",", -1)).forEach(charge.withArray("of")::add);
                charge.put("rate", share(words.get(3)));
            }
            case "RESERVED" -> charge.put("of", words.get(2)).put("quantity", words.get(3));
            default -> {}
        }
        if (halves.length > 1) {
            charge.set("price", PriceNotation.price(halves[1]));
        }
    }

    /** {@code minimum 100, maximum 500, ramp 3 x 50}. */
    static ObjectNode commitment(String text) {
        ObjectNode commitment = NODES.objectNode();
        for (String part : text.split(",", -1)) {
            String[] words = part.strip().split("\\s+", -1);
            if (words[0].equals("ramp")) {
                commitment
                        .withArray("ramp")
                        .addObject()
                        .put("periods", Integer.parseInt(words[1]))
                        .put("minimum", words[3]);
            } else {
                commitment.put(words[0], words[1]);
            }
        }
        return commitment;
    }

    /** {@code volume of calls,storage: 5% from 1000 | 10% from 5000}, or {@code 10%}, or {@code 25.00}. */
    private void discount(String text) {
        String[] halves = text.split(":", 2);
        String[] words = halves[0].strip().split("\\s+", -1);
        ObjectNode discount = plan.withArray("discounts").addObject().put("key", words[0]);
        if (words.length > 2) {
            Arrays.stream(words[2].split(",", -1)).forEach(discount.withArray("of")::add);
        }
        String off = halves[1].strip();
        if (off.contains("from")) {
            for (String part : off.split("\\|", -1)) {
                String[] tier = part.strip().split("\\s+", -1);
                discount.withArray("tiers")
                        .addObject()
                        .put("rate", share(tier[0]))
                        .put("from", tier[2]);
            }
        } else {
            off(discount, off);
        }
    }

    private void start(String[] words) {
        base.set("plan", plans.get(words[0]));
        ObjectNode subscription = base.putObject("subscription").put("start", words[1]);
        if (words.length > 2) {
            subscription.put("anchor", words[3]);
        }
    }

    private ObjectNode change(String at) {
        return ((ArrayNode) base.get("subscription").withArray("changes"))
                .addObject()
                .put("at", at);
    }

    private void usage(String[] words) {
        ObjectNode usage = base.withArray("usage").addObject().put("at", words[0]);
        usage.put("meter", words[1]).put("quantity", words[2]);
        for (int i = 3; i < words.length; i++) {
            usage.withObject("/dimensions").put(words[i].split("=", -1)[0], words[i].split("=", -1)[1]);
        }
    }

    /** An event, because a level is told by events. */
    private void level(String[] words) {
        ArrayNode all = base.withArray("usage");
        ObjectNode event =
                all.addObject().put("meter", words[1]).putArray("events").addObject();
        Instant at = words[0].contains("T")
                ? Instant.parse(words[0])
                : LocalDate.parse(words[0])
                        .atStartOfDay(ZoneId.of(base.get("zone").textValue()))
                        .toInstant();
        event.put("id", "e" + all.size()).put("time", at.toString());
        event.putObject("data").put("value", words[2]);
    }

    private void coupon(String[] words) {
        ObjectNode coupon = base.withArray("discounts").addObject();
        coupon.put("code", "coupon_" + base.get("discounts").size());
        off(coupon, words[0]);
        scope(coupon, words);
    }

    private void tax(String[] words) {
        ObjectNode tax = base.withArray("taxes").addObject();
        tax.put("code", "tax_" + base.get("taxes").size()).put("rate", share(words[0]));
        tax.put("inclusive", Arrays.asList(words).contains("inclusive"));
        scope(tax, words);
    }

    private static void scope(ObjectNode target, String[] words) {
        int of = Arrays.asList(words).indexOf("of");
        if (of > 0) {
            target.withArray("scope").add("charge:" + words[of + 1]);
        }
    }

    private void credit(String[] words) {
        ObjectNode credit = base.withArray("credits").addObject().put("amount", words[0]);
        for (int i = 1; i < words.length; i += 2) {
            if (words[i].equals("priority")) {
                credit.put("priority", Integer.parseInt(words[i + 1]));
            } else {
                credit.put("expiresAt", words[i + 1]);
            }
        }
    }

    private static void off(ObjectNode target, String off) {
        if (off.endsWith("%")) {
            target.put("rate", share(off));
        } else {
            target.put("amount", off);
        }
    }

    static String share(String percent) {
        return new BigDecimal(percent.replace("%", "")).movePointLeft(2).toPlainString();
    }

    String rule() {
        return rule.toString();
    }

    List<Bill> bills() {
        return bills;
    }

    /** The request of a bill to the bill simulation. */
    ObjectNode request(Bill of) {
        ObjectNode request = base.deepCopy();
        request.putObject("period").put("start", of.from()).put("end", of.to());
        return request;
    }

    /** The lines of an answer in the notation of {@code line}; lines of nothing for no time are not left out. */
    List<String> lines(JsonNode answer) {
        ZoneId zone = ZoneId.of(base.get("zone").textValue());
        List<String> lines = new ArrayList<>();
        for (JsonNode line : answer.get("lines")) {
            boolean correction = line.get("kind").textValue().equals("ADJUSTMENT");
            lines.add("%s %s %s %s%s"
                    .formatted(
                            line.get("charge").textValue(),
                            date(line.at("/servicePeriod/start"), zone),
                            date(line.at("/servicePeriod/end"), zone),
                            line.get("amount").textValue(),
                            correction ? " correction" : ""));
        }
        return lines;
    }

    private static LocalDate date(JsonNode instant, ZoneId zone) {
        return LocalDate.ofInstant(Instant.parse(instant.textValue()), zone);
    }

    @Override
    public String toString() {
        return text;
    }

    /** One bill: its span, its lines and its totals. */
    record Bill(String from, String to, List<String> lines, List<String> totals) {}
}
