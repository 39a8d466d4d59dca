package io.tallystick.ingest.model;

/**
 * An accepted event on its way into the log.
 *
 * @param customerId the key of its record
 * @param bytes the event as it came, a CloudEvent in structured mode; never changed by anybody
 */
@SuppressWarnings("ArrayRecordComponent") // bytes pass through; entries are never compared
public record Entry(String customerId, byte[] bytes) {}
