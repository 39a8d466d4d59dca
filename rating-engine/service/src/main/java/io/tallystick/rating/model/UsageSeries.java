package io.tallystick.rating.model;

import java.time.Instant;
import java.util.List;

/**
 * A usage charge in a billing period.
 *
 * @param key of the series
 * @param segments in order, at least one
 * @param layout see {@link Timeline#layout}
 */
record UsageSeries(SeriesKey key, List<Segment> segments, String layout) {
    UsageSeries {
        segments = List.copyOf(segments);
    }

    /** A series that is cut into {@code segments}. */
    static UsageSeries of(SeriesKey key, List<Segment> segments) {
        return new UsageSeries(key, segments, Layout.of(segments));
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
