package io.tallystick.rating.simulation;

import io.tallystick.testkit.simulation.Fault;
import io.tallystick.testkit.simulation.Trouble;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;

/** The group that reads {@code usage.events}: a new generation each time a partition goes to somebody else. */
final class MemoryGroup {
    private final Map<Integer, Long> next = new HashMap<>();
    private final boolean trusting;
    private long refused;
    private int generation;

    MemoryGroup(Set<Bug> bugs) {
        trusting = bugs.contains(Bug.REPLACED_OWNER_IS_HEARD);
    }

    /** From now on nothing is taken from whoever knows an older generation. */
    void begin() {
        generation++;
    }

    /** Who a process is in this generation; without a fixed name it is known by the member id alone. */
    ConsumerGroupMetadata member(String id, Optional<String> fixedName) {
        return new ConsumerGroupMetadata("rating-engine", generation, id, fixedName);
    }

    void refuseReplaced(ConsumerGroupMetadata as) {
        if (!trusting && as.generationId() != generation) {
            refused++;
            throw new Trouble(Fault.STALE_OWNER, "the group");
        }
    }

    /** How often somebody of an older generation was refused. */
    long refused() {
        return refused;
    }

    /** The next reader of a partition goes on there. */
    void done(int partition, long offset) {
        next.put(partition, offset);
    }

    /** Where the group goes on, 0 if nobody has said anything. */
    long next(int partition) {
        return next.getOrDefault(partition, 0L);
    }
}
