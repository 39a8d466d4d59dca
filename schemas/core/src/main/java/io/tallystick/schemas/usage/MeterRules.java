package io.tallystick.schemas.usage;

import io.tallystick.schemas.meter.Meter;
import io.tallystick.schemas.meter.Meter.Aggregation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which meters take an event, and whether its quantities fit them. An immutable view of the catalogue; the same rules at the
 * door and behind the log.
 */
public final class MeterRules {
    private final Map<String, List<Meter>> byType;

    /** The rules of {@code meters}; archived ones take nothing. */
    public MeterRules(Collection<Meter> meters) {
        Map<String, List<Meter>> index = new HashMap<>();
        for (Meter meter : meters) {
            if (!meter.archived()) {
                for (String type : meter.eventTypes()) {
                    index.computeIfAbsent(type, _ -> new ArrayList<>()).add(meter);
                }
            }
        }
        index.replaceAll((type, fed) -> List.copyOf(fed));
        this.byType = Map.copyOf(index);
    }

    /** The meters that events of {@code type} feed, none if the type is unknown. */
    public List<Meter> metersOf(String type) {
        return byType.getOrDefault(type, List.of());
    }

    /**
     * Checks that a meter takes the event, and that every meter that would count it finds its quantity.
     *
     * @throws RefusedException naming the first rule that is broken
     */
    public void check(UsageEvent event) {
        List<Meter> meters = metersOf(event.type());
        if (meters.isEmpty()) {
            throw Refusal.of(ReasonCode.UNKNOWN_TYPE, "/type", "no meter takes events of type \"" + event.type() + "\"")
                    .exception();
        }
        for (Meter meter : meters) {
            if (passesFilter(meter, event)) {
                checkQuantity(meter, event);
            }
        }
    }

    /** Whether the event meets every condition of the meter's filter; an absent dimension meets none. */
    public static boolean passesFilter(Meter meter, UsageEvent event) {
        for (Meter.Condition condition : meter.filter()) {
            String pointer = meter.dimensions().get(condition.dimension());
            if (pointer == null
                    || event.text(pointer).filter(condition.in()::contains).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private static void checkQuantity(Meter meter, UsageEvent event) {
        if (meter.aggregation() == Aggregation.UNIQUE_COUNT) {
            String pointer = meter.unique().orElseThrow();
            if (event.text(pointer).isEmpty()) {
                throw Refusal.of(
                                ReasonCode.MISSING_UNIQUE_VALUE,
                                "/data" + pointer,
                                "meter " + meter.key() + " counts distinct values, and there is none")
                        .exception();
            }
        }
        if (meter.value().isPresent()) {
            String pointer = meter.value().get();
            BigDecimal quantity = event.quantity(pointer);
            if (quantity.signum() < 0 && meter.refusesNegative()) {
                throw Refusal.of(
                                ReasonCode.NEGATIVE_QUANTITY,
                                "/data" + pointer,
                                quantity.toPlainString() + " is below zero, which meter " + meter.key() + " refuses")
                        .exception();
            }
        }
    }
}
