package io.tallystick.rating.app;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The part of a unit of work that knows backfills. */
public interface BackfillRows {
    /** Where there are none. */
    BackfillRows NONE = new BackfillRows() {
        @Override
        public Optional<BackfillPlace> place(String id, int partition) {
            return Optional.empty();
        }

        @Override
        public void stage(String id, List<StagedEvent> events) {
            throw new IllegalStateException("there is no backfill " + id);
        }

        @Override
        public List<String> customers(String id, int partition) {
            return List.of();
        }

        @Override
        public List<StagedEvent> staged(String id, int partition, String customerId, long after, int limit) {
            return List.of();
        }

        @Override
        public long count(String id, int partition) {
            return 0;
        }

        @Override
        public void kept(String id, int partition, long offset) {
            throw new IllegalStateException("there is no backfill " + id);
        }

        @Override
        public void decided(String id, int partition, long offset, Map<Disposition, Long> counts) {
            throw new IllegalStateException("there is no backfill " + id);
        }
    };

    /** The backfill of an id as the owner of a partition sees it. */
    Optional<BackfillPlace> place(String id, int partition);

    /** Puts events aside for a backfill. */
    void stage(String id, List<StagedEvent> events);

    /** Customers of the partition whose events wait in a backfill, in order. */
    List<String> customers(String id, int partition);

    /** Events of a customer that wait in a backfill, after a position, in their order. */
    List<StagedEvent> staged(String id, int partition, String customerId, long after, int limit);

    /** How many events of the partition wait in a backfill. */
    long count(String id, int partition);

    /** Notes that the events of the partition are kept events or repetitions now, by the record at {@code offset}. */
    void kept(String id, int partition, long offset);

    /** Notes that the partition has followed the decision, and what became of the events. */
    void decided(String id, int partition, long offset, Map<Disposition, Long> counts);
}
