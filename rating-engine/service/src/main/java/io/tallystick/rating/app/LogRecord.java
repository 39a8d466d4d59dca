package io.tallystick.rating.app;

import io.tallystick.schemas.control.ControlRecord;
import java.time.Instant;

/** A record of one partition of {@code usage.events}, as the adapter of the log read it. */
public sealed interface LogRecord {
    /** Its position in the partition. */
    long offset();

    /** When the log took it in: the timestamp of the record. */
    Instant receivedAt();

    /**
     * A usage event, not checked yet.
     *
     * @param offset position
     * @param receivedAt timestamp of the record
     * @param key the key of the record as text, null if it has none
     * @param event the CloudEvent in structured mode, whatever mode it came in
     */
    @SuppressWarnings("ArrayRecordComponent") // the bytes pass through, nobody compares them
    record Usage(long offset, Instant receivedAt, String key, byte[] event) implements LogRecord {}

    /**
     * A control record.
     *
     * @param offset position
     * @param receivedAt timestamp of the record
     * @param command what it asks
     */
    record Control(long offset, Instant receivedAt, ControlRecord command) implements LogRecord {}
}
