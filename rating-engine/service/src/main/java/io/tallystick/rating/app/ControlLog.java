package io.tallystick.rating.app;

import io.tallystick.schemas.control.ControlRecord;
import io.tallystick.schemas.meter.Meter;

/** Where commands are announced. Every call returns when the log has acknowledged, and throws if it has not. */
public interface ControlLog {
    /** The present state of a meter, for {@code catalog.meters}. */
    void meter(Meter meter);

    /** A record about a customer, into the customer's partition of {@code usage.events}. */
    void append(String customerId, ControlRecord record);

    /** A record into every partition of {@code usage.events}. */
    void appendToAll(ControlRecord record);

    /** How many partitions {@code usage.events} has. */
    int partitions();
}
