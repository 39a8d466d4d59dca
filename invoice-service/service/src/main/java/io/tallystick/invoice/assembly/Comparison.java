package io.tallystick.invoice.assembly;

import java.util.List;

/** What the answers to a barrier and the collected lines say together. */
public sealed interface Comparison {

    /**
     * Not every partition has answered in every partition of rated lines.
     *
     * @param partitions those of {@code usage.events} that are missing wholly or in part
     */
    record Waiting(List<Integer> partitions) implements Comparison {
        /** Copies the list. */
        public Waiting {
            partitions = List.copyOf(partitions);
        }
    }

    /** All have answered, but not what was collected: the close does not go on. */
    record Differs(List<Difference> differences) implements Comparison {
        /** Copies the list. */
        public Differs {
            differences = List.copyOf(differences);
        }
    }

    /** Everything agrees. */
    record Proven(Proof proof) implements Comparison {}

    /**
     * One thing that does not agree.
     *
     * @param partition of {@code usage.events}, null for the whole
     * @param what such as {@code lines}, {@code digest}, {@code amount USD}, {@code dispositions}
     * @param sealed what rating-engine says
     * @param collected what stands here
     */
    record Difference(Integer partition, String what, String sealed, String collected) {}
}
