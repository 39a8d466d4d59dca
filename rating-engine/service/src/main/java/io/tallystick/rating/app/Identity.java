package io.tallystick.rating.app;

import io.tallystick.schemas.usage.UsageEvent;

/**
 * What makes an event itself and no other. It has no time in it and does not expire.
 *
 * @param customerId who used it
 * @param source who says so
 * @param id the source's name for it
 */
public record Identity(String customerId, String source, String id) {
    /** The identity of {@code event}. */
    public static Identity of(UsageEvent event) {
        return new Identity(event.customerId(), event.source(), event.id());
    }
}
