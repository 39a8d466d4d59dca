package io.tallystick.rating.config;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tallystick.rating.app.Disposition;
import io.tallystick.rating.app.Ledger;
import io.tallystick.rating.app.Parked;
import io.tallystick.rating.app.Position;
import io.tallystick.rating.app.RatingMonitor;
import io.tallystick.rating.app.StaleOwnerException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/** The pipeline in Prometheus metrics and in the log. No customer is ever a label. */
@Singleton
class MicrometerMonitor implements RatingMonitor {
    private static final Logger LOG = Logger.getLogger(MicrometerMonitor.class);

    private final Map<Disposition, LongAdder> events = new EnumMap<>(Disposition.class);
    private final LongAdder controls = new LongAdder();
    private final Counter fenced;
    private final Counter failures;
    private final Timer batches;
    private final AtomicLong unmatched = new AtomicLong();
    private final AtomicLong difference = new AtomicLong();
    private final AtomicLong parked = new AtomicLong();
    private final AtomicLong lag = new AtomicLong();
    private final Set<Integer> failing = new ConcurrentSkipListSet<>();

    MicrometerMonitor(MeterRegistry registry) {
        for (Disposition disposition : Disposition.values()) {
            LongAdder ended = new LongAdder();
            events.put(disposition, ended);
            FunctionCounter.builder("tally.rating.events", ended, LongAdder::doubleValue)
                    .description("Usage events read from the log, by how they ended")
                    .tag("disposition", disposition.code())
                    .register(registry);
        }
        FunctionCounter.builder("tally.rating.controls", controls, LongAdder::doubleValue)
                .description("Control records read from the log")
                .register(registry);
        fenced = Counter.builder("tally.rating.fence.rejections")
                .description("Units of work refused because another instance owned the partition")
                .register(registry);
        failures = Counter.builder("tally.rating.unit.failures")
                .description("Units of work that failed and were tried again")
                .register(registry);
        batches = Timer.builder("tally.rating.batch")
                .description("Time from the first record of a unit of work to its commit")
                .register(registry);
        gauge(registry, "tally.rating.unmatched.events", "Events with nothing to bill them to", unmatched);
        gauge(registry, "tally.rating.ledger.difference", "Events received that ended nowhere; must be 0", difference);
        gauge(registry, "tally.rating.parked.subscriptions", "Subscriptions that stand still, see parked", parked);
        gauge(registry, "tally.rating.lag.records", "Records in the log that are not rated yet", lag);
        Gauge.builder("tally.rating.failing.partitions", failing, Set::size)
                .description("Partitions whose last unit of work failed")
                .register(registry);
    }

    private static void gauge(MeterRegistry registry, String name, String description, AtomicLong value) {
        Gauge.builder(name, value, AtomicLong::doubleValue)
                .description(description)
                .register(registry);
    }

    @Override
    public void done(Ledger added, Duration duration) {
        count(Disposition.RATED, added.rated());
        count(Disposition.DUPLICATE, added.duplicate());
        count(Disposition.CONFLICT, added.conflict());
        count(Disposition.UNMATCHED, added.unmatched());
        count(Disposition.REJECTED, added.rejected());
        controls.add(added.control());
        batches.record(duration);
    }

    /** Events that were unmatched and are rated now count as rated; a counter does not go back. */
    private void count(Disposition disposition, long more) {
        if (more > 0) {
            events.get(disposition).add(more);
        }
    }

    @Override
    public void positions(List<Position> positions) {
        unmatched.set(positions.stream().mapToLong(p -> p.ledger().unmatched()).sum());
        difference.set(
                positions.stream().mapToLong(p -> p.ledger().difference()).sum());
    }

    @Override
    public void lag(long records) {
        lag.set(records);
    }

    @Override
    public void fenced(StaleOwnerException stale) {
        fenced.increment();
        LOG.warnf("A unit of work is void: %s", stale.getMessage());
    }

    @Override
    public void failed(int partition, RuntimeException trouble) {
        failures.increment();
        if (failing.add(partition)) {
            LOG.errorf(trouble, "Partition %d does not advance; its unit of work is tried again", partition);
        } else {
            LOG.debugf(trouble, "Partition %d still does not advance", partition);
        }
    }

    @Override
    public void recovered(int partition) {
        if (failing.remove(partition)) {
            LOG.infof("Partition %d advances again", partition);
        }
    }

    @Override
    public void parked(Parked subscription) {
        LOG.errorf(
                "Subscription %s is parked at %d in partition %d, %s: %s. Its events are kept; GET /v1/usage/parked"
                        + " shows the evidence",
                subscription.subscriptionId(),
                subscription.offset(),
                subscription.partition(),
                subscription.what(),
                subscription.error());
    }

    @Override
    public void parked(long subscriptions) {
        parked.set(subscriptions);
    }

    @Override
    public void notAnnounced(String what, RuntimeException trouble) {
        LOG.warnf("The log did not take the announcement of %s; it is announced later: %s", what, trouble.getMessage());
    }

    @Override
    public void readAgain(int partition, long next, long first) {
        LOG.infof("Partition %d is read again from %d: the first record that arrived is %d", partition, next, first);
    }

    /** Partitions whose last unit of work failed. */
    Set<Integer> failing() {
        return new TreeSet<>(failing);
    }
}
