package io.tallystick.demo;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * One event as it is sent.
 *
 * @param sort why it is in the month
 * @param customerId the {@code subject}; for a malformed event without one, whom it was meant for
 * @param occurredAt the {@code time}; for a malformed one, when it would have been
 * @param json the CloudEvent in structured mode
 * @param refusedAs the reason code with which the door must refuse it; empty if it must be accepted
 */
public record DemoEvent(Sort sort, String customerId, Instant occurredAt, String json, Optional<String> refusedAs) {

    static DemoEvent accepted(Sort sort, String customerId, Instant occurredAt, String json) {
        return new DemoEvent(sort, customerId, occurredAt, json, Optional.empty());
    }

    static DemoEvent malformed(String customerId, Instant occurredAt, String json, String code) {
        return new DemoEvent(Sort.MALFORMED, customerId, occurredAt, json, Optional.of(code));
    }

    /** The bytes on the wire. */
    public byte[] bytes() {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /** Why an event is in the month. */
    public enum Sort {
        /** Sent once, or for the first time. */
        FIRST,
        /** The same bytes again, as a client does that saw no answer. */
        REPEAT,
        /** The identity of an earlier event with another quantity. */
        CONFLICT,
        /** From a customer without a subscription. */
        STRANGER,
        /** Breaks a rule of the door. */
        MALFORMED,
        /** Of the month, but sent after it was closed. */
        LATE
    }
}
