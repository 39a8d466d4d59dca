package io.tallystick.rating.catalog;

import io.tallystick.schemas.meter.Meter;
import java.util.List;
import java.util.Optional;

/**
 * Everything that is sold: the file that operators check and load.
 *
 * @param meters what is measured
 * @param plans what is sold
 */
public record PriceBook(List<Meter> meters, List<Plan> plans) {
    /** Copies the lists. */
    public PriceBook {
        meters = List.copyOf(meters);
        plans = List.copyOf(plans);
    }

    /** The plan of a key. */
    public Optional<Plan> plan(String key) {
        return plans.stream().filter(plan -> plan.key().equals(key)).findFirst();
    }

    /** The meter of a key. */
    public Optional<Meter> meter(String key) {
        return meters.stream().filter(meter -> meter.key().equals(key)).findFirst();
    }
}
