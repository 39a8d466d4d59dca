package io.tallystick.ingest.app;

import io.tallystick.ingest.model.Entry;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The durable log of usage events. */
public interface EventLog {
    /**
     * Appends events. May block for a short while when the log is slow: not for an event loop.
     *
     * @param receivedAt the timestamp of the records, whole milliseconds
     * @return completes when every event is acknowledged; fails with {@link LogUnavailableException} as soon as the fate of one of
     *     them is unknown
     */
    CompletionStage<Void> append(List<Entry> entries, Instant receivedAt);
}
