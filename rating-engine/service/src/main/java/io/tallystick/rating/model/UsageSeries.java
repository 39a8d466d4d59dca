package io.tallystick.rating.model;

import java.time.Instant;
import java.util.List;

/** A usage charge in a billing period: its key and its segments, in order. */
record UsageSeries(SeriesKey key, List<Segment> segments) {
    UsageSeries {
        segments = List.copyOf(segments);
    }

    /** The number of the segment that holds an instant, or -1. */
    int segmentAt(Instant at) {
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).contains(at)) {
                return i;
            }
        }
        return -1;
    }
}
