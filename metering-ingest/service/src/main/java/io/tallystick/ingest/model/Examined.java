package io.tallystick.ingest.model;

import io.tallystick.schemas.usage.Refusal;
import java.util.List;

/**
 * A request after every event was looked at.
 *
 * @param verdicts one for each event, in the order of the request
 * @param entries the accepted ones, in the same order
 */
public record Examined(List<Verdict> verdicts, List<Entry> entries) {
    /** One event that was refused before it could be looked at. */
    public static Examined refused(Refusal refusal) {
        return new Examined(List.of(new Verdict.Refused(0, "", "", refusal)), List.of());
    }

    /** How many events were refused. */
    public int refused() {
        return verdicts.size() - entries.size();
    }
}
