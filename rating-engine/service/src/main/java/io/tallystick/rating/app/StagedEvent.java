package io.tallystick.rating.app;

import java.time.Instant;

/**
 * A record that was sent to a backfill and does not count.
 *
 * @param partition where in the log
 * @param offset and at which position
 * @param identity whose, and which
 * @param receivedAt when the log took it in
 * @param event as it came
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes pass through, nobody compares them
public record StagedEvent(int partition, long offset, Identity identity, Instant receivedAt, byte[] event) {
    LogRecord.Usage record() {
        return new LogRecord.Usage(offset, receivedAt, identity.customerId(), event);
    }
}
