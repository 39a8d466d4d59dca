package io.tallystick.rating.simulation;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * An event as its sender meant it. Two with the same identity and the same everything else say the same.
 *
 * @param sound whether it is an acceptable event at all
 * @param customer whose
 * @param source who says so
 * @param id the source's name for it
 * @param type one of {@code sim.call}, {@code sim.model}, {@code sim.bytes}, {@code sim.level}
 * @param at when it occurred
 * @param value a quantity, for bytes and levels
 * @param text the outcome, the model or the class of a level
 */
record Sent(
        boolean sound,
        String customer,
        String source,
        String id,
        String type,
        Instant at,
        BigDecimal value,
        String text) {
    /** The CloudEvent, with a time that is {@code micros} earlier than it should be. */
    String json(long micros, boolean millisecondsOnly) {
        Instant time = at.minusNanos(micros * 1_000);
        if (millisecondsOnly) {
            time = Instant.ofEpochMilli(time.toEpochMilli());
        }
        String data = sound ? "{\"text\":\"" + text + "\",\"value\":\"" + value.toPlainString() + "\"}" : "7";
        return "{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"" + source + "\",\"type\":\"" + type
                + "\",\"subject\":\"" + customer + "\",\"time\":\"" + time + "\",\"data\":" + data + "}";
    }

    /** Whether the other one has the same identity. */
    boolean isSame(Sent other) {
        return customer.equals(other.customer) && source.equals(other.source) && id.equals(other.id);
    }
}
