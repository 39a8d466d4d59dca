package io.tallystick.rating.app;

import io.tallystick.schemas.rated.LinesCounted;
import io.tallystick.schemas.rated.Sealed;
import java.util.List;

/**
 * What a unit of work changed, to be published now that it is committed.
 *
 * @param position where the partition stands now
 * @param lines changed lines, in their newest state
 * @param complete whether {@code lines} are all; if not, they were too many to be held and are read back by their revision
 * @param rejections events for {@code usage.rejected}
 * @param seals answers to closes, to be sent after the lines
 */
public record Committed(
        Position position,
        List<PublishedLine> lines,
        boolean complete,
        List<Rejection> rejections,
        List<Sealed> seals,
        List<LinesCounted> counts) {
    /** Copies the lists. */
    public Committed {
        lines = List.copyOf(lines);
        rejections = List.copyOf(rejections);
        seals = List.copyOf(seals);
        counts = List.copyOf(counts);
    }

    /** Only the position, for instance when a partition is taken. */
    static Committed at(Position position) {
        return of(position, List.of());
    }

    /** Changed lines. */
    static Committed of(Position position, List<PublishedLine> lines) {
        return new Committed(position, lines, true, List.of(), List.of(), List.of());
    }

    /** More changed lines than are held. */
    static Committed tooManyLines(Position position) {
        return new Committed(position, List.of(), false, List.of(), List.of(), List.of());
    }

    Committed with(List<Rejection> moreRejections, List<Sealed> moreSeals) {
        return new Committed(position, lines, complete, moreRejections, moreSeals, counts);
    }

    Committed counting(List<LinesCounted> moreCounts) {
        return new Committed(position, lines, complete, rejections, seals, moreCounts);
    }
}
