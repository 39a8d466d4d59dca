package io.tallystick.rating.app;

import io.tallystick.rating.model.LimitWindow;
import io.tallystick.rating.model.PeriodKey;
import io.tallystick.rating.model.Point;
import io.tallystick.rating.model.PointRange;
import io.tallystick.rating.model.Subscription;
import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Sealed;
import io.tallystick.schemas.usage.UsageEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One unit of work of one partition, all or nothing. Reads answer at once; writes may be sent without waiting for them, and are
 * all done when the transaction commits.
 */
public interface RatingTransaction {
    /**
     * Takes the partition for this transaction.
     *
     * @return the version of the catalogue, which changes with every change of a meter or a plan
     * @throws StaleOwnerException if the position is not {@code expected}
     */
    long lock(Position expected);

    /**
     * Moves the position by compare-and-set, in the same transaction as the work.
     *
     * @throws StaleOwnerException if somebody else moved it
     */
    void move(Position from, Position to);

    /** Where a partition stands. */
    Optional<Position> position(int partition);

    /**
     * Keeps events whose identity is believed to be new, which costs less than to ask.
     *
     * @throws KeptAlreadyException if one of them is kept already: the transaction cannot go on
     */
    void addNewEvents(int partition, List<NewEvent> events);

    /** Keeps the events whose identity is new; returns the offsets of these. */
    Set<Long> addEvents(int partition, List<NewEvent> events);

    /** The content hashes of the events that are kept under these identities. */
    Map<Identity, Hash128> contents(Collection<Identity> identities);

    /** Keeps repetitions. */
    void addRepeats(int partition, List<Repeat> repeats);

    /** Keeps rejections. */
    void addRejections(int partition, List<Rejection> rejections);

    /** Hands every kept event of a customer that occurred at {@code from} or later, and before {@code to}, to {@code each}. */
    void events(String customerId, Instant from, Instant to, Consumer<KeptEvent> each);

    /** Of these, those that count or would count if there was something to bill them to, without how they arrived. */
    default void usage(String customerId, Instant from, Instant to, Consumer<UsageEvent> each) {
        events(customerId, from, to, kept -> {
            if (kept.isOpen()) {
                each.accept(kept.event());
            }
        });
    }

    /** The kept event of an identity. */
    Optional<KeptEvent> event(Identity identity);

    /** Gives kept events of the partition another disposition, and notes the position of the record that did. */
    void dispose(int partition, long offset, List<KeptEvent> events);

    /** The correction of an id. */
    Optional<Correction> correction(String id);

    /** Notes what became of a correction with the record at {@code offset}. */
    void corrected(String id, long offset, String outcome);

    /** A replay, if the partition has not looked yet. */
    Optional<Replay> replay(String id, int partition);

    /** Notes that the partition has looked. */
    void replayed(String id, int partition, long offset, long examined, long mended);

    /** Rejections of the partition that a replay asks for, after a position, in their order. */
    List<Rejection> rejections(int partition, Replay replay, long after, int limit);

    /** Hands the unmatched events of the partition that a replay asks for to {@code each}. */
    void unmatched(int partition, Replay replay, Consumer<KeptEvent> each);

    /** Turns the rejections at these positions, which are kept as events now, into changes at {@code offset}. */
    void mended(int partition, long offset, List<Long> rejections);

    /** Notes what is applied for a customer since the record at {@code offset}, for explanations of lines from that time. */
    default void noteApplied(Account account, long offset) {
        // a store that explains nothing need not remember
    }

    /** Keeps lines as they are now, because a decision replaces them. */
    default void keepReplaced(Collection<StoredLine> replacing) {
        // a store that explains nothing need not remember
    }

    /** The backfills. */
    default BackfillRows backfills() {
        return BackfillRows.NONE;
    }

    /** Keeps that subscriptions stand still; one that does already gets the new evidence. */
    void park(Collection<Parked> parked);

    /** Forgets that a subscription stands still. */
    void unpark(String subscriptionId);

    /** Subscriptions with all their facts, by customer. */
    Map<String, List<Subscription>> subscriptions(Collection<String> customers);

    /** What was applied, for those of the customers of whom anything was. */
    Map<String, Account> accounts(Collection<String> customers);

    /** Customers of the partition after {@code after} whose lines may be due by {@code upTo}, in order, at most {@code limit}. */
    List<String> due(int partition, Instant upTo, String after, int limit);

    /** Adds or replaces what was applied. */
    void saveAccounts(int partition, Collection<Account> accounts);

    /** The series of these periods. */
    Map<PeriodKey, List<StoredSeries>> series(Collection<PeriodKey> periods);

    /** Adds or replaces series. */
    void saveSeries(Collection<StoredSeries> series);

    /** Forgets series that are folded anew, and the values that they have seen. */
    void forgetSeries(Collection<StoredSeries> series);

    /** Keeps values; returns those that were not kept yet. */
    Set<SeenValue> addValues(Collection<SeenValue> values);

    /** Keeps points of a customer; one that is kept already stays. */
    void addPoints(Map<String, List<Point>> byCustomer);

    /** Forgets points of a customer. */
    void removePoints(Map<String, List<Point>> byCustomer);

    /** The points of customers in these ranges of each. */
    Map<String, List<Point>> points(Map<String, ? extends Collection<PointRange>> byCustomer);

    /** The points of a customer in these ranges. */
    default List<Point> points(String customerId, Collection<PointRange> ranges) {
        return points(Map.of(customerId, ranges)).getOrDefault(customerId, List.of());
    }

    /** The lines of these periods. */
    Map<PeriodKey, List<RatedLine>> lines(Collection<PeriodKey> periods);

    /** Adds or replaces lines. */
    void saveLines(int partition, Collection<StoredLine> lines);

    /** Hands every line of the partition that is billable after {@code after} and not after {@code upTo} to {@code each}. */
    void billable(int partition, Optional<Instant> after, Instant upTo, Consumer<RatedLine> each);

    /** What an operator should look at before a close of this partition is approved, the most important first, at most {@code limit}. */
    List<Sealed.Notice> notices(int partition, int limit);

    /** The encoded aggregates of those of the asked spans that are kept. */
    Map<LimitWindow, String> limits(Collection<CountedUsage> asked);

    /** Adds or replaces what was counted against limits. */
    void saveLimits(int partition, Collection<CountedUsage> counted);

    /** Forgets everything that was counted against limits of a customer. */
    void forgetLimits(String customerId);

    /** Forgets what was counted in spans of the partition that ended before an instant. */
    void forgetLimits(int partition, Instant before);

    /** Keeps what others count; a store that is only read from has none. */
    default Counts counts() {
        throw new UnsupportedOperationException("nothing is counted here");
    }

    /** What was answered to a close. */
    Optional<Sealed> seal(String closeId, int partition);

    /** Keeps the answer to a close. */
    void addSeal(Sealed sealed);
}
