package io.tallystick.ingest.app;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What this door has received and what became of it, since it was started. Events are counted as received before anybody knows how
 * they end: at any moment received = accepted + refused + unacknowledged + under way.
 */
public final class DoorLedger {
    private final Map<Integer, LongAdder> acknowledged = new ConcurrentHashMap<>();
    private long received;
    private long accepted;
    private long refused;
    private long unacknowledged;
    private long underWay;

    /**
     * The counts of a moment.
     *
     * @param received events of requests that were looked at
     * @param accepted events of requests that the log acknowledged
     * @param refused events that were refused with a reason
     * @param unacknowledged events of requests that were answered with 503
     * @param underWay events that the log has not answered yet
     * @param acknowledged records that the log acknowledged, by partition, also those of requests that failed later
     */
    public record Counts(
            long received,
            long accepted,
            long refused,
            long unacknowledged,
            long underWay,
            Map<Integer, Long> acknowledged) {
        /** Copies the map. */
        public Counts {
            acknowledged = Map.copyOf(acknowledged);
        }
    }

    /** A request was looked at: of so many events so many were refused, and the others are on their way. */
    synchronized void examined(int events, int refusedOfThem) {
        received += events;
        refused += refusedOfThem;
        underWay += (long) events - refusedOfThem;
    }

    /** Events of a request are durable. */
    synchronized void accepted(int events) {
        underWay -= events;
        accepted += events;
    }

    /** What became of the events of a request is unknown. */
    synchronized void unacknowledged(int events) {
        underWay -= events;
        unacknowledged += events;
    }

    /** The log acknowledged a record of a partition. */
    public void acknowledged(int partition) {
        acknowledged.computeIfAbsent(partition, _ -> new LongAdder()).increment();
    }

    /** The counts of now. */
    public synchronized Counts counts() {
        Map<Integer, Long> byPartition = new TreeMap<>();
        acknowledged.forEach((partition, records) -> byPartition.put(partition, records.sum()));
        return new Counts(received, accepted, refused, unacknowledged, underWay, byPartition);
    }
}
