package io.tallystick.rating.app;

import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.rated.RatedLine;

/**
 * A line together with the bytes that say it, made once for the database and for the log.
 *
 * @param line the line
 * @param json its bytes
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are derived from the line
public record PublishedLine(RatedLine line, byte[] json) {
    /** The line with its bytes. */
    public static PublishedLine of(RatedLine line) {
        return new PublishedLine(line, Json.bytes(line));
    }
}
