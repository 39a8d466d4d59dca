package io.tallystick.rating.model;

import io.tallystick.rating.catalog.PlanVersion;
import io.tallystick.schemas.meter.Meter;
import java.util.Optional;

/** Where a timeline finds what its facts name. */
public interface Catalogue {
    /** The published version of a plan. */
    Optional<PlanVersion> plan(PlanRef ref);

    /** The meter of a key, archived or not. */
    Optional<Meter> meter(String key);
}
