package io.tallystick.ingest.app;

import io.tallystick.schemas.usage.MeterRules;
import java.util.Optional;

/** The meters as they are now. */
public interface MeterCatalog {
    /** The rules of all meters; empty until they were read once. */
    Optional<MeterRules> rules();
}
