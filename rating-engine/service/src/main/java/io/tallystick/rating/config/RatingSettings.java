package io.tallystick.rating.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalInt;

/** Settings of the pipeline; the defaults serve two cores and a heap of a few hundred megabytes. */
@ConfigMapping(prefix = "tally.rating")
interface RatingSettings {
    /** Threads that rate; if absent one more than there are cores, since each waits for the database a part of its time. */
    OptionalInt workers();

    /** Most records that were read from the log and are not done. */
    @WithDefault("60000")
    long heldRecords();

    /** The size of a unit of work. */
    Unit unit();

    /** What owners of partitions remember. */
    Cache cache();

    /** What waits to be published. */
    Publish publish();

    /** The second computation of a sample each night. */
    Verification verification();

    /** The reconciliation. */
    Reconciling reconciliation();

    /** The reconciliation. */
    interface Reconciling {
        /** Time between two rounds of the cheap checks; 0 switches them off. */
        @WithDefault("1m")
        Duration light();

        /** Time between two rounds of the checks that read every event and line; 0 switches them off. */
        @WithDefault("24h")
        Duration deep();
    }

    /** The size of a unit of work. */
    interface Unit {
        /** Most usage records. */
        @WithDefault("20000")
        int records();

        /** Shortest time between two small units of work of a partition; under load up to eight times as long. */
        @WithDefault("100ms")
        Duration pause();
    }

    /** What owners of partitions remember, per partition. */
    interface Cache {
        /** Most customers. */
        @WithDefault("2000")
        int customers();

        /** Most aggregates and lines together. */
        @WithDefault("12000")
        int weight();

        /** Last events of all partitions together that are known without asking the database: 16 to 32 bytes each. */
        @WithDefault("750000")
        int recentEvents();
    }

    /** What waits to be published. */
    interface Publish {
        /** Lines in memory beyond which rating waits. */
        @WithDefault("20000")
        int mostWaiting();

        /** Shortest time between two rounds. */
        @WithDefault("200ms")
        Duration round();
    }

    /** The second computation of a sample each night. */
    interface Verification {
        /** Customers of a night, others each night; 0 switches it off. */
        @WithDefault("200")
        int sample();

        /** When, in UTC. */
        @WithDefault("03:00")
        String at();

        /** Billing periods that began within so many days. */
        @WithDefault("62")
        int days();
    }
}
