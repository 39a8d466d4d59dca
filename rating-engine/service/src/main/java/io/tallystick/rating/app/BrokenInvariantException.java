package io.tallystick.rating.app;

import java.io.Serial;
import java.util.List;
import java.util.Optional;

/**
 * The pure domain failed where it must not, on the data of a few customers. The unit of work is undone and done again with the
 * subscriptions in question parked, so that the others go on.
 */
final class BrokenInvariantException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<Broken> broken;

    /**
     * What failed.
     *
     * @param customerId whose data it was
     * @param subscriptionId the subscription that it happened to, empty if only the customer is known
     * @param what what was being done
     * @param with the aggregates that it was done with, as they are stored
     * @param cause what the domain threw
     */
    record Broken(
            String customerId, Optional<String> subscriptionId, String what, String with, RuntimeException cause) {}

    BrokenInvariantException(List<Broken> broken) {
        super(
                broken.getFirst().what() + ": " + broken.getFirst().cause(),
                broken.getFirst().cause());
        this.broken = List.copyOf(broken);
    }

    List<Broken> broken() {
        return broken;
    }
}
