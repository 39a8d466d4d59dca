package io.tallystick.rating.app;

import java.time.Instant;
import java.util.Optional;

/**
 * How far a partition of {@code usage.events} is done: the fence of its owner (DESIGN rule 2) and its ledger.
 *
 * @param partition the partition
 * @param nextOffset position of the first record that is not done
 * @param ledger what became of the records before
 * @param sealedUntil the last cut-off that was sealed, empty before the first
 * @param lastReceivedAt timestamp of the last record that is done, empty before the first
 * @param holes positions before that the log itself leaves empty, such as the ends of foreign transactions
 */
public record Position(
        int partition,
        long nextOffset,
        Ledger ledger,
        Optional<Instant> sealedUntil,
        Optional<Instant> lastReceivedAt,
        long holes) {
    /** A position in a log without holes. */
    public Position(
            int partition,
            long nextOffset,
            Ledger ledger,
            Optional<Instant> sealedUntil,
            Optional<Instant> lastReceivedAt) {
        this(partition, nextOffset, ledger, sealedUntil, lastReceivedAt, 0);
    }

    /** A partition of which no record was done. */
    public static Position unknown(int partition, long firstOffset) {
        return new Position(partition, firstOffset, Ledger.EMPTY, Optional.empty(), Optional.empty());
    }

    /** The position behind the record at {@code offset}. */
    Position after(long offset, Instant receivedAt, Ledger more) {
        return new Position(partition, offset + 1, ledger.plus(more), sealedUntil, Optional.of(receivedAt), holes);
    }

    /** The same, where what is done next begins behind or holds {@code more} positions that the log leaves empty. */
    Position over(long more) {
        return new Position(partition, nextOffset, ledger, sealedUntil, lastReceivedAt, holes + more);
    }

    /** The same with everything up to {@code cutoff} sealed; a cut-off never moves back. */
    Position sealed(Instant cutoff) {
        Instant later = sealedUntil.filter(cutoff::isBefore).orElse(cutoff);
        return new Position(partition, nextOffset, ledger, Optional.of(later), lastReceivedAt, holes);
    }
}
