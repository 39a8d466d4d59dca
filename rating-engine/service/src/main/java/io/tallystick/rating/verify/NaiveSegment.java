package io.tallystick.rating.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/**
 * A part of a period in which usage of a charge has one price.
 *
 * @param charge the charge in full, with what is reserved in its allowance
 * @param windows in order
 * @param free whether it lies in a trial
 * @param wholeStart start of the whole period
 * @param wholeEnd end of the whole period
 */
public record NaiveSegment(JsonNode charge, List<Window> windows, boolean free, Instant wholeStart, Instant wholeEnd) {
    String key() {
        return charge.get("key").textValue();
    }

    String meter() {
        return charge.get("meter").textValue();
    }

    Instant start() {
        return windows.getFirst().from();
    }

    Instant end() {
        return windows.getLast().to();
    }

    /** A stretch of time, the end exclusive. */
    public record Window(Instant from, Instant to) {
        /** Whether an instant lies in it. */
        public boolean contains(Instant at) {
            return !at.isBefore(from) && at.isBefore(to);
        }
    }
}
