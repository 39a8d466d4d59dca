package io.tallystick.rating.app;

import io.tallystick.rating.app.CatalogStore.StoredMeter;
import io.tallystick.rating.app.SubscriptionStore.StoredSubscription;
import io.tallystick.schemas.control.ControlRecord.CustomerChanged;
import java.util.List;

/**
 * Brings what was committed into the log. What the log does not take now stays marked as not announced, and is announced when this is
 * asked again: after the next command, and from time to time.
 */
public final class Announcer {
    private static final int AT_ONCE = 200;

    private final CatalogStore catalog;
    private final SubscriptionStore subscriptions;
    private final PriceLanguage language;
    private final ControlLog log;
    private final RatingMonitor monitor;

    /** From the stores to {@code log}. */
    public Announcer(
            CatalogStore catalog,
            SubscriptionStore subscriptions,
            PriceLanguage language,
            ControlLog log,
            RatingMonitor monitor) {
        this.catalog = catalog;
        this.subscriptions = subscriptions;
        this.language = language;
        this.log = log;
        this.monitor = monitor;
    }

    /** Announces meters; false if some must wait. */
    public boolean meters() {
        try {
            List<StoredMeter> meters = catalog.unannounced(AT_ONCE);
            for (StoredMeter meter : meters) {
                log.meter(language.readMeter(meter.definition()));
                catalog.announced(meter);
            }
            return meters.size() < AT_ONCE;
        } catch (RuntimeException trouble) {
            monitor.notAnnounced("meters", trouble);
            return false;
        }
    }

    /** Announces changed subscriptions; false if some must wait. */
    public boolean subscriptions() {
        try {
            List<StoredSubscription> changed = subscriptions.unannounced(AT_ONCE);
            for (StoredSubscription subscription : changed) {
                announce(subscription);
            }
            return changed.size() < AT_ONCE;
        } catch (RuntimeException trouble) {
            monitor.notAnnounced("subscriptions", trouble);
            return false;
        }
    }

    /** Announces one changed subscription; false if it must wait. */
    boolean subscription(StoredSubscription changed) {
        try {
            announce(changed);
            return true;
        } catch (RuntimeException trouble) {
            monitor.notAnnounced("subscription " + changed.subscription().id(), trouble);
            return false;
        }
    }

    private void announce(StoredSubscription changed) {
        String id = changed.subscription().id();
        log.customerChanged(new CustomerChanged(changed.subscription().customerId(), id + "@" + changed.version()));
        subscriptions.announced(id, changed.version());
    }
}
