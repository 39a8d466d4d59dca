package io.tallystick.rating.model;

import java.util.List;

/**
 * The points that a series asked for with {@link Timeline#points}, in any order.
 *
 * @param points of all meters and gauges that were asked for
 */
public record Members(List<Point> points) {
    /** For a series that asks for none. */
    public static final Members NONE = new Members(List.of());

    /** Copies the list. */
    public Members {
        points = List.copyOf(points);
    }
}
