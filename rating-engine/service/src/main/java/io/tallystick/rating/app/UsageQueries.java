package io.tallystick.rating.app;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be asked about events, rejections and lines. Every list is in the order of its cursor. */
public interface UsageQueries {
    /**
     * Which events.
     *
     * @param customerId of one customer, or of all
     * @param type of this type, or of any
     * @param disposition that ended so, or any that is kept as an event
     * @param reason with this reason, or any
     * @param occurred when they say that they occurred
     * @param received when the log took them in
     */
    record EventFilter(
            Optional<String> customerId,
            Optional<String> type,
            Optional<Disposition> disposition,
            Optional<String> reason,
            Between occurred,
            Between received) {}

    /**
     * A time.
     *
     * @param from at this instant or later, or from the beginning
     * @param to before this one, or without an end
     */
    record Between(Optional<Instant> from, Optional<Instant> to) {}

    /** Kept events after that of an identity, by customer and UTC day of their time, then in the order of their arrival. */
    List<KeptEvent> events(EventFilter filter, Identity after, int limit);

    /** Records that repeated an event, after a position, in the order of (partition, offset). */
    List<KeptRepeat> repeats(EventFilter filter, Place after, int limit);

    /** The kept event of an identity. */
    Optional<KeptEvent> event(Identity identity);

    /**
     * Customers who have an event of that source and id: kept or waiting in a backfill; if there is none, who have a rejection that
     * holds both. It takes a look for each customer there is, so it is for people.
     */
    List<String> customersOf(String source, String id);

    /** The records that repeated an event, at most {@code limit}. */
    List<KeptRepeat> repeatsOf(Identity identity, int limit);

    /** How the disposition of an event changed after it arrived, in the order of the log. */
    List<Change> changesOf(Identity identity);

    /**
     * A change of a disposition.
     *
     * @param offset position of the record that made it
     */
    record Change(long offset, Disposition before, String reasonBefore, Disposition disposition, String reason) {}

    /** Rejections of a customer whose bytes hold a text, the newest last. */
    List<KeptRejection> rejectionsHolding(String customerId, String text, int limit);

    /** The first close of a partition with a cut-off at or after an instant, which holds what is billable then. */
    Optional<String> closeHolding(int partition, Instant billableAt);

    /** Rejections after a position, of one key or of all, in the order of (partition, offset). */
    List<KeptRejection> rejections(Optional<String> key, Place after, int limit);

    /** Lines of a customer after a place, in the order of (period, id). */
    List<StoredLine> lines(LineFilter filter, Optional<LinePlace> after, int limit);

    /** The line of an id. */
    Optional<StoredLine> line(String id);

    /** An earlier state of a line, which a decision has replaced. */
    Optional<StoredLine> line(String id, long revision);

    /** How many facts of each subscription of a customer were applied after the record at {@code offset}, if it is known. */
    Optional<Map<String, Integer>> appliedAt(String customerId, long offset);

    /**
     * Kept events as they were at two positions, after a place, in the order of (time, source, id).
     *
     * @param behind which, with the two positions
     */
    List<Lived> eventsAt(Behind behind, Optional<EventPlace> after, int limit);

    /**
     * An event at two positions.
     *
     * @param event as it is kept now
     * @param before whether it was rated after the record at the first position
     * @param then whether it was rated after the record at the second
     * @param takenOutAt position of the last record between the two that made it count no more
     */
    record Lived(KeptEvent event, boolean before, boolean then, Optional<Long> takenOutAt) {}

    /** Kept events of the customer that may be behind a line, after a place, in the order of (time, source, id). */
    List<KeptEvent> eventsBehind(Behind behind, Optional<EventPlace> after, int limit);

    /** Where all partitions stand. */
    List<Position> positions();

    /** A position in the log. */
    record Place(int partition, long offset) {}

    /** A record that repeated an event. */
    record KeptRepeat(Place place, Identity identity, Disposition disposition, Instant receivedAt) {}

    /** A rejection and where it stands. */
    record KeptRejection(int partition, Rejection rejection) {}

    /**
     * Which lines.
     *
     * @param customerId of whom
     * @param subscriptionId of one subscription, or of all
     * @param from of periods that end after this instant
     * @param to of periods that start before this instant
     */
    record LineFilter(
            String customerId, Optional<String> subscriptionId, Optional<Instant> from, Optional<Instant> to) {}

    /** A place in a list of lines. */
    record LinePlace(String subscriptionId, Instant periodStart, String id) {}

    /** A place in a list of events of one customer. */
    record EventPlace(Instant at, String source, String id) {}

    /**
     * Which events may be behind a line.
     *
     * @param customerId whose
     * @param types of these types
     * @param from occurred at this instant or later
     * @param to and before this one
     * @param afterOffset positions after this one
     * @param beforeOffset and before this one
     */
    record Behind(
            String customerId, List<String> types, Instant from, Instant to, long afterOffset, long beforeOffset) {
        /** Copies the list. */
        public Behind {
            types = List.copyOf(types);
        }
    }
}
