package io.tallystick.rating.model;

import java.util.List;

/** What an accepted event belongs to. */
public sealed interface Attributed {
    /**
     * Points to keep whatever the outcome: the level that a gauge reports before the subscription starts is the level that is
     * carried into its first period.
     */
    List<Point> points();

    /** The reason code that is kept with the disposition. */
    String reason();

    /**
     * Rated: it changes at least one series.
     *
     * @param contributions one for each charge
     * @param points to keep
     */
    record Charged(List<Contribution> contributions, List<Point> points) implements Attributed {
        /** Copies the lists. */
        public Charged {
            contributions = List.copyOf(contributions);
            points = List.copyOf(points);
        }

        @Override
        public String reason() {
            return "charged";
        }
    }

    /** Rated without a line: the filter of every meter that is charged leaves it out, for instance a failed call. */
    record NotChargeable() implements Attributed {
        @Override
        public List<Point> points() {
            return List.of();
        }

        @Override
        public String reason() {
            return "not_chargeable";
        }
    }

    /**
     * Nothing to bill it to yet.
     *
     * @param reason {@code no_subscription}, {@code paused}, {@code no_charge} or {@code no_carried_amount}
     * @param points to keep
     */
    record Unmatched(String reason, List<Point> points) implements Attributed {
        /** Copies the list. */
        public Unmatched {
            points = List.copyOf(points);
        }
    }
}
