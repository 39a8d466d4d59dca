package io.tallystick.rating.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** The short notation of changes in spec tables, turned into that of the API. */
final class ChangeNotation {
    private ChangeNotation() {}

    /** {@code plan pro at period end}, {@code quantity seats 12}, {@code take backup 2}, {@code trial until 2026-12-01}. */
    static void read(ObjectNode change, List<String> words, Map<String, ObjectNode> plans) {
        boolean later = words.size() > 2
                && words.subList(words.size() - 3, words.size()).equals(List.of("at", "period", "end"));
        List<String> said = later ? words.subList(0, words.size() - 3) : words;
        if (later) {
            change.put("effective", "PERIOD_END");
        }
        switch (said.getFirst()) {
            case "plan" -> {
                change.set("plan", plans.get(said.get(1)));
                if (said.size() > 2) {
                    change.put("anchor", said.get(3));
                }
            }
            case "quantity" ->
                change.putObject("quantity").put("charge", said.get(1)).put("quantity", said.get(2));
            case "take" ->
                change.putObject("addOn")
                        .put("charge", said.get(1))
                        .put("quantity", said.size() > 2 ? said.get(2) : "1");
            case "end" -> change.put("endAddOn", said.get(1));
            case "pause", "resume", "cancel" -> change.put(said.getFirst(), true);
            case "keep" -> change.put("cancel", false);
            case "trial" -> change.putObject("trial").put("until", said.get(2));
            case "listed" ->
                change.putObject("price").put("charge", said.get(1)).put("listed", true);
            case "price" ->
                change.putObject("price")
                        .put("charge", said.get(1))
                        .set("price", PriceNotation.price(String.join(" ", said.subList(2, said.size()))));
            case "commit" ->
                change.set("commitment", SubscriptionTable.commitment(String.join(" ", said.subList(1, said.size()))));
            default -> throw new IllegalArgumentException(String.join(" ", words));
        }
    }
}
