package io.tallystick.ingest.app;

import io.tallystick.ingest.model.Examined;
import java.time.Duration;

/** Who counts what the door does. */
public interface IntakeWatch {
    /** A request was judged. */
    void examined(Examined examined);

    /** Its events were acknowledged after {@code took}. */
    void appended(int events, Duration took);

    /** The log did not acknowledge {@code events} events. */
    void unavailable(int events);
}
