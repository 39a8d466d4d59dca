package io.tallystick.emitter;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a call costs, to be told in its result.
 *
 * @param amount a decimal as text: {@code 0.005}
 * @param currency three letters
 * @param basis how it was found: {@code marginal_estimate} is the price of one more unit after those that are rated, before the
 *     rounding of the line, discounts and taxes; which place the call takes is known only when it is rated
 */
public record Charge(String amount, String currency, String basis) {
    /** Key of a result's {@code _meta} under which it stands. */
    public static final String META = "io.tallystick/charge";

    /** As fields. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("amount", amount);
        fields.put("currency", currency);
        fields.put("basis", basis);
        return fields;
    }
}
