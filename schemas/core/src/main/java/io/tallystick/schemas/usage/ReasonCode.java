package io.tallystick.schemas.usage;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/**
 * Why an event was refused at the door, or rejected when it was read from the log. The lower-case name is the stable code on the
 * wire; codes are only ever added.
 */
public enum ReasonCode {
    /** The bytes are not JSON, or a field stands in it twice. */
    @JsonProperty("malformed_json")
    MALFORMED_JSON,
    /** The event is larger than {@link UsageEventReader#MAX_EVENT_BYTES}. */
    @JsonProperty("event_too_large")
    EVENT_TOO_LARGE,
    /** {@code specversion} is not {@code 1.0}. */
    @JsonProperty("unsupported_specversion")
    UNSUPPORTED_SPECVERSION,
    /** {@code id}, {@code source}, {@code type}, {@code subject}, {@code time} or {@code data} is absent. */
    @JsonProperty("missing_attribute")
    MISSING_ATTRIBUTE,
    /** An attribute has the wrong JSON type, is empty or has a character that is not allowed. */
    @JsonProperty("invalid_attribute")
    INVALID_ATTRIBUTE,
    /** An attribute is longer than its limit. */
    @JsonProperty("attribute_too_long")
    ATTRIBUTE_TOO_LONG,
    /** {@code time} is not RFC 3339 with an offset. */
    @JsonProperty("invalid_time")
    INVALID_TIME,
    /** {@code time} lies more than a day after the event was received, or before the year 2000. */
    @JsonProperty("time_out_of_range")
    TIME_OUT_OF_RANGE,
    /** No meter takes this type. */
    @JsonProperty("unknown_type")
    UNKNOWN_TYPE,
    /** The type is reserved for control records. */
    @JsonProperty("reserved_type")
    RESERVED_TYPE,
    /** The meter's quantity is absent or null. */
    @JsonProperty("missing_quantity")
    MISSING_QUANTITY,
    /** The meter's quantity is not a decimal number. */
    @JsonProperty("invalid_quantity")
    INVALID_QUANTITY,
    /** The meter's quantity has too many digits. */
    @JsonProperty("quantity_too_large")
    QUANTITY_TOO_LARGE,
    /** The meter refuses negative quantities. */
    @JsonProperty("negative_quantity")
    NEGATIVE_QUANTITY,
    /** The value that a UNIQUE_COUNT meter counts is absent. */
    @JsonProperty("missing_unique_value")
    MISSING_UNIQUE_VALUE,
    /** The record stands in another partition than its customer's. */
    @JsonProperty("wrong_partition")
    WRONG_PARTITION,
    /** The event names a backfill that does not exist. */
    @JsonProperty("unknown_backfill")
    UNKNOWN_BACKFILL,
    /** The event names a backfill that was committed or reverted already. */
    @JsonProperty("backfill_not_open")
    BACKFILL_NOT_OPEN,
    /** The event names a backfill of another customer. */
    @JsonProperty("backfill_of_another_customer")
    BACKFILL_OF_ANOTHER_CUSTOMER,
    /** The credential may not send for this customer. */
    @JsonProperty("customer_not_allowed")
    CUSTOMER_NOT_ALLOWED;

    /** The stable code, such as {@code unknown_type}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
