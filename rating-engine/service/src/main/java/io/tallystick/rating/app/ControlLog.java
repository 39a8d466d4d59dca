package io.tallystick.rating.app;

import io.tallystick.schemas.control.ControlRecord.CustomerChanged;
import io.tallystick.schemas.meter.Meter;

/** Where commands are announced. Every call returns when the log has acknowledged, and throws if it has not. */
public interface ControlLog {
    /** The present state of a meter, for {@code catalog.meters}. */
    void meter(Meter meter);

    /** A change of subscriptions, into the customer's partition of {@code usage.events}. */
    void customerChanged(CustomerChanged changed);

    /** How many partitions {@code usage.events} has. */
    int partitions();
}
