package io.tallystick.emitter;

import java.util.Optional;

/** Asked before a call whether the customer may make it. */
@FunctionalInterface
public interface Gate {
    /** Lets everybody in. */
    Gate OPEN = (customer, tool) -> Optional.empty();

    /** Why this customer may not call this tool now; empty if it may. Never throws. */
    Optional<Refused> check(String customer, String tool);
}
