package io.tallystick.invoice.app;

import io.tallystick.schemas.access.AccessKey;
import io.tallystick.schemas.billing.BillingEvent;
import java.util.List;

/** Tells others. Blocks until the log has acknowledged everything. */
public interface BillingFeed {

    /** To {@code billing.events}. */
    void sendEvents(List<BillingEvent> events);

    /** To {@code access.keys}. */
    void sendAccessKeys(List<AccessKey> keys);
}
