package io.tallystick.rating.app;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What became of the records of a partition. {@code received} equals the sum of the dispositions at every commit; the database
 * checks it too.
 *
 * @param received usage records
 * @param rated see {@link Disposition#RATED}
 * @param duplicate see {@link Disposition#DUPLICATE}
 * @param conflict see {@link Disposition#CONFLICT}
 * @param unmatched see {@link Disposition#UNMATCHED}
 * @param rejected see {@link Disposition#REJECTED}
 * @param voided see {@link Disposition#VOIDED}
 * @param superseded see {@link Disposition#SUPERSEDED}
 * @param control control records, which are not usage
 */
public record Ledger(
        long received,
        long rated,
        long duplicate,
        long conflict,
        long unmatched,
        long rejected,
        long voided,
        long superseded,
        long control) {
    /** Nothing yet. */
    public static final Ledger EMPTY = new Ledger(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** One control record. */
    public static final Ledger ONE_CONTROL = new Ledger(0, 0, 0, 0, 0, 0, 0, 0, 1);

    /** The ledger of usage records of which {@code counts} says how many ended how. */
    static Ledger ofUsage(Map<Disposition, Long> counts) {
        long received = counts.values().stream().mapToLong(Long::longValue).sum();
        return new Ledger(
                received,
                counts.getOrDefault(Disposition.RATED, 0L),
                counts.getOrDefault(Disposition.DUPLICATE, 0L),
                counts.getOrDefault(Disposition.CONFLICT, 0L),
                counts.getOrDefault(Disposition.UNMATCHED, 0L),
                counts.getOrDefault(Disposition.REJECTED, 0L),
                0,
                0,
                0);
    }

    /** Both together. */
    public Ledger plus(Ledger other) {
        return new Ledger(
                received + other.received,
                rated + other.rated,
                duplicate + other.duplicate,
                conflict + other.conflict,
                unmatched + other.unmatched,
                rejected + other.rejected,
                voided + other.voided,
                superseded + other.superseded,
                control + other.control);
    }

    /** What was added since {@code earlier}. */
    public Ledger minus(Ledger earlier) {
        return new Ledger(
                received - earlier.received,
                rated - earlier.rated,
                duplicate - earlier.duplicate,
                conflict - earlier.conflict,
                unmatched - earlier.unmatched,
                rejected - earlier.rejected,
                voided - earlier.voided,
                superseded - earlier.superseded,
                control - earlier.control);
    }

    /** The same after {@code events} that were unmatched found what they are billed to. */
    Ledger matched(long events) {
        return plus(new Ledger(0, events, 0, 0, -events, 0, 0, 0, 0));
    }

    /** The same so many times. */
    Ledger times(long factor) {
        return new Ledger(
                received * factor,
                rated * factor,
                duplicate * factor,
                conflict * factor,
                unmatched * factor,
                rejected * factor,
                voided * factor,
                superseded * factor,
                control * factor);
    }

    /** One event that ends otherwise than before. */
    static Ledger moved(Disposition from, Disposition to) {
        return from == to ? EMPTY : one(to).minus(one(from));
    }

    private static Ledger one(Disposition disposition) {
        return switch (disposition) {
            case RATED -> new Ledger(0, 1, 0, 0, 0, 0, 0, 0, 0);
            case DUPLICATE -> new Ledger(0, 0, 1, 0, 0, 0, 0, 0, 0);
            case CONFLICT -> new Ledger(0, 0, 0, 1, 0, 0, 0, 0, 0);
            case UNMATCHED -> new Ledger(0, 0, 0, 0, 1, 0, 0, 0, 0);
            case REJECTED -> new Ledger(0, 0, 0, 0, 0, 1, 0, 0, 0);
            case VOIDED -> new Ledger(0, 0, 0, 0, 0, 0, 1, 0, 0);
            case SUPERSEDED -> new Ledger(0, 0, 0, 0, 0, 0, 0, 1, 0);
        };
    }

    /** What was received and ended nowhere; anything but zero is a defect. */
    public long difference() {
        return received - rated - duplicate - conflict - unmatched - rejected - voided - superseded;
    }

    /** The dispositions by their word on the wire. */
    public Map<String, Long> dispositions() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put(Disposition.RATED.code(), rated);
        counts.put(Disposition.DUPLICATE.code(), duplicate);
        counts.put(Disposition.CONFLICT.code(), conflict);
        counts.put(Disposition.UNMATCHED.code(), unmatched);
        counts.put(Disposition.REJECTED.code(), rejected);
        counts.put(Disposition.VOIDED.code(), voided);
        counts.put(Disposition.SUPERSEDED.code(), superseded);
        return counts;
    }
}
