package io.tallystick.acceptance.torture;

import java.time.Duration;
import java.util.Locale;

/** What is broken in a run, and when. */
public enum Course {
    /** All kinds of fault in an order of the seed, again and again until the time is over; at least once. */
    ROUNDS {
        @Override
        Duration leastTraffic() {
            return Duration.ofMinutes(5);
        }
    },
    /** Each kind of fault once, told as one short story. */
    BRIEF {
        @Override
        Duration leastTraffic() {
            return Duration.ofSeconds(40);
        }
    },
    /** Each crash point once, nothing else. */
    CRASH_POINTS {
        @Override
        Duration leastTraffic() {
            return Duration.ofMinutes(15);
        }
    };

    /** For people: {@code crash points}. */
    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** For how long events are sent, unless the faults are over before: then what is left is sent at once. */
    abstract Duration leastTraffic();
}
