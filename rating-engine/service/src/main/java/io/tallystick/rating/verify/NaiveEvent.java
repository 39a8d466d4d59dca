package io.tallystick.rating.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * An event as it is stored.
 *
 * @param customerId who used it
 * @param type which meters it may feed
 * @param at when
 * @param data the payload
 */
public record NaiveEvent(String customerId, String type, Instant at, JsonNode data) {

    /** The text at a pointer, or null; numbers are compared by their value. */
    String text(String pointer) {
        JsonNode node = data.at(pointer);
        if (node.isMissingNode() || node.isNull() || node.isContainerNode()) {
            return null;
        }
        if (!node.isNumber()) {
            return node.asText();
        }
        BigDecimal value = node.decimalValue();
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    /** The decimal at a pointer, or null. */
    BigDecimal decimal(String pointer) {
        JsonNode node = data.at(pointer);
        if (node.isNumber()) {
            return node.decimalValue();
        }
        return node.isTextual() ? new BigDecimal(node.textValue()) : null;
    }
}
