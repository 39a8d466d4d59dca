package io.tallystick.schemas.usage;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.time.InstantText;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * A CloudEvents 1.0 usage event whose attributes passed {@link UsageEventReader}. Its identity is (customer, source, id); the
 * time is content, not identity.
 *
 * @param id the CloudEvents {@code id}, 1 to 256 characters
 * @param source the CloudEvents {@code source}, 1 to 256 characters
 * @param type the CloudEvents {@code type}
 * @param customerId the CloudEvents {@code subject}: who used it
 * @param occurredAt the CloudEvents {@code time}, cut to microseconds
 * @param data the payload, an object
 * @param backfill the extension attribute {@code backfill}: the id of the backfill that it is sent to; neither identity nor content
 */
public record UsageEvent(
        String id,
        String source,
        String type,
        String customerId,
        Instant occurredAt,
        EventData data,
        Optional<String> backfill) {
    /** An event that counts as soon as it is read. */
    public UsageEvent(String id, String source, String type, String customerId, Instant occurredAt, EventData data) {
        this(id, source, type, customerId, occurredAt, data, Optional.empty());
    }

    /** The same with a payload that is at hand as a tree. */
    public UsageEvent(String id, String source, String type, String customerId, Instant occurredAt, JsonNode data) {
        this(id, source, type, customerId, occurredAt, EventData.of(data));
    }

    /** The identity as 128 bits. */
    public Hash128 identity() {
        return Hash128.of(customerId, source, id);
    }

    /**
     * What the event says, apart from its identity: type, time and data with sorted fields and canonical numbers, so that
     * {@code {"a":1,"b":2.0}} and {@code {"b":2,"a":1.00}} are the same content.
     */
    public Hash128 content() {
        return Hash128.of(type, InstantText.of(occurredAt), data.canonical());
    }

    /** The value at a JSON pointer into {@code data}, as text; empty if it is absent, null, an object or an array. */
    public Optional<String> text(String pointer) {
        return data.text(pointer);
    }

    /**
     * The exact decimal at a JSON pointer into {@code data}, given as a number or as a decimal string.
     *
     * @throws RefusedException with {@code missing_quantity}, {@code invalid_quantity} or {@code quantity_too_large}
     */
    public BigDecimal quantity(String pointer) {
        return data.quantity(pointer);
    }
}
