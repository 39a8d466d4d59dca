package io.tallystick.rating.simulation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.schemas.usage.UsageEvent;
import java.math.BigDecimal;

/** Events that take the place of others, to and fro between the form that is stored and the form that the oracle reads. */
final class Replacements {
    private Replacements() {}

    static UsageEvent event(Sent sent) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("text", sent.text());
        data.put("value", sent.value().toPlainString());
        return new UsageEvent(sent.id(), sent.source(), sent.type(), sent.customer(), sent.at(), data);
    }

    static Sent sent(UsageEvent event) {
        return new Sent(
                true,
                event.customerId(),
                event.source(),
                event.id(),
                event.type(),
                event.occurredAt(),
                new BigDecimal(event.data().tree().get("value").textValue()),
                event.data().tree().get("text").textValue());
    }
}
