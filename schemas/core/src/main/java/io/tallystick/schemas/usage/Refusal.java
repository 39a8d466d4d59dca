package io.tallystick.schemas.usage;

/**
 * Why one event cannot be accepted.
 *
 * @param code the stable reason
 * @param pointer JSON pointer into the event, such as {@code /data/seconds}; "" for the whole event
 * @param detail one sentence with the value and the rule
 */
public record Refusal(ReasonCode code, String pointer, String detail) {
    /** A refusal. */
    public static Refusal of(ReasonCode code, String pointer, String detail) {
        return new Refusal(code, pointer, detail);
    }

    /** This refusal to be thrown inside a reader; it has no stack trace, because refusing is normal work. */
    public RefusedException exception() {
        return new RefusedException(this);
    }
}
