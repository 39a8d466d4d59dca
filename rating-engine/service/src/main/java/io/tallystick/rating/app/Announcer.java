package io.tallystick.rating.app;

import io.tallystick.rating.app.CatalogStore.StoredMeter;
import io.tallystick.rating.app.SubscriptionStore.StoredSubscription;
import io.tallystick.schemas.control.ControlRecord.BackfillDecided;
import io.tallystick.schemas.control.ControlRecord.CustomerChanged;
import io.tallystick.schemas.control.ControlRecord.UsageCorrected;
import io.tallystick.schemas.control.ControlRecord.UsageReplayed;
import java.util.List;
import java.util.Optional;

/**
 * Brings what was committed into the log. What the log does not take now stays marked as not announced, and is announced when this is
 * asked again: after the next command, and from time to time.
 */
public final class Announcer {
    private static final int AT_ONCE = 200;

    private final CatalogStore catalog;
    private final SubscriptionStore subscriptions;
    private final CorrectionStore corrections;
    private final ReplayStore replays;
    private final BackfillStore backfills;
    private final PriceLanguage language;
    private final ControlLog log;
    private final RatingMonitor monitor;

    /** From the stores to {@code log}. */
    public Announcer(
            CatalogStore catalog,
            SubscriptionStore subscriptions,
            CorrectionStore corrections,
            ReplayStore replays,
            BackfillStore backfills,
            PriceLanguage language,
            ControlLog log,
            RatingMonitor monitor) {
        this.catalog = catalog;
        this.subscriptions = subscriptions;
        this.corrections = corrections;
        this.replays = replays;
        this.backfills = backfills;
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

    /** Announces corrections; false if some must wait. */
    public boolean corrections() {
        try {
            List<Correction> made = corrections.unannounced(AT_ONCE);
            made.forEach(this::announce);
            return made.size() < AT_ONCE;
        } catch (RuntimeException trouble) {
            monitor.notAnnounced("corrections", trouble);
            return false;
        }
    }

    /** Announces replays, in every partition; false if some must wait. */
    public boolean replays() {
        try {
            List<String> asked = replays.unannounced(AT_ONCE);
            for (String id : asked) {
                log.appendToAll(new UsageReplayed(id));
                replays.announced(id);
            }
            return asked.size() < AT_ONCE;
        } catch (RuntimeException trouble) {
            monitor.notAnnounced("replays", trouble);
            return false;
        }
    }

    /** Announces decisions on backfills, in every partition that they concern; false if some must wait. */
    public boolean backfills() {
        try {
            List<String> decided = backfills.unannounced(AT_ONCE);
            for (String id : decided) {
                Optional<String> customer = backfills.backfill(id).flatMap(Backfill::customerId);
                if (customer.isPresent()) {
                    log.append(customer.get(), new BackfillDecided(id));
                } else {
                    log.appendToAll(new BackfillDecided(id));
                }
                backfills.announced(id);
            }
            return decided.size() < AT_ONCE;
        } catch (RuntimeException trouble) {
            monitor.notAnnounced("backfills", trouble);
            return false;
        }
    }

    /** Announces one correction; false if it must wait. */
    boolean correction(Correction made) {
        try {
            announce(made);
            return true;
        } catch (RuntimeException trouble) {
            monitor.notAnnounced("correction " + made.id(), trouble);
            return false;
        }
    }

    private void announce(Correction made) {
        String customer = made.event().customerId();
        log.append(customer, new UsageCorrected(customer, made.id()));
        corrections.announced(made.id());
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
        String customer = changed.subscription().customerId();
        log.append(customer, new CustomerChanged(customer, id + "@" + changed.version()));
        subscriptions.announced(id, changed.version());
    }
}
