package io.tallystick.rating.app;

import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.usage.ReasonCode;
import io.tallystick.schemas.usage.Refusal;
import io.tallystick.schemas.usage.RefusedException;
import io.tallystick.schemas.usage.UsageEvent;
import io.tallystick.schemas.usage.UsageEventReader;
import java.util.ArrayList;
import java.util.List;

/** Reads the events of a run, each on its own: what cannot be accepted becomes a rejection and harms no other. */
final class EventReader {
    private EventReader() {}

    /** A record that was read. */
    sealed interface Read {
        LogRecord.Usage record();
    }

    /**
     * An event with sound attributes.
     *
     * @param identity {@link UsageEvent#identity}
     */
    record Sound(LogRecord.Usage record, UsageEvent event, Hash128 identity) implements Read {
        /** The hash of what it says: asked for where an identity comes again, and that is seldom. */
        Hash128 content() {
            return event.content();
        }
    }

    /** No event. */
    record Refused(LogRecord.Usage record, Refusal refusal) implements Read {
        Rejection rejection() {
            return new Rejection(record.offset(), record.key(), refusal, record.receivedAt(), record.event());
        }
    }

    static List<Read> read(List<LogRecord.Usage> run) {
        List<Read> read = new ArrayList<>(run.size());
        for (LogRecord.Usage record : run) {
            read.add(read(record));
        }
        return read;
    }

    private static Read read(LogRecord.Usage record) {
        try {
            UsageEvent event = UsageEventReader.read(record.event(), record.receivedAt());
            if (event.data().hasNul()) {
                return new Refused(
                        record,
                        Refusal.of(ReasonCode.INVALID_ATTRIBUTE, "/data", "data has the character U+0000 in a text"));
            }
            return new Sound(record, event, event.identity());
        } catch (RefusedException refused) {
            return new Refused(record, refused.refusal());
        }
    }
}
