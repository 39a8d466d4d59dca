package io.tallystick.rating.stream;

import io.tallystick.rating.app.Committed;
import io.tallystick.rating.app.Position;
import io.tallystick.rating.app.PublishedLine;
import io.tallystick.rating.app.Rejection;
import io.tallystick.schemas.rated.LinesCounted;
import io.tallystick.schemas.rated.Sealed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What waits to be published for one partition: of each line only the newest state. Guarded by its owner. */
final class Waiting {
    private final Map<String, PublishedLine> lines = new LinkedHashMap<>();
    private final List<Rejection> rejections = new ArrayList<>();
    private final List<Sealed> seals = new ArrayList<>();
    private final List<LinesCounted> counts = new ArrayList<>();
    private final Object owner;
    private Position position;
    private long since;

    Waiting(Object owner) {
        this.owner = owner;
    }

    /** Whose results these are. */
    Object owner() {
        return owner;
    }

    /** Adds lines that are handed over again, by an owner that has published everything before {@code from}. */
    void again(long from, Iterable<PublishedLine> more) {
        since = from;
        add(more);
    }

    /** Adds lines; a newer state replaces an older one, and what was counted before does not hold any more. */
    private void add(Iterable<PublishedLine> more) {
        counts.clear();
        for (PublishedLine line : more) {
            lines.merge(
                    line.line().id(),
                    line,
                    (a, b) -> a.line().revision() > b.line().revision() ? a : b);
        }
    }

    void add(Committed unit) {
        add(unit.lines());
        rejections.addAll(unit.rejections());
        seals.addAll(unit.seals());
        counts.addAll(unit.counts());
        position = unit.position();
    }

    /** Takes back what could not be published; what came meanwhile is newer, so that counts of before do not hold any more. */
    void giveBack(Waiting older) {
        add(older.lines.values());
        rejections.addAll(0, older.rejections);
        seals.addAll(0, older.seals);
        if (position == null) {
            position = older.position;
            since = older.since;
        }
    }

    /** Whether lines were counted: what is committed later must be published later. */
    boolean isCounted() {
        return !counts.isEmpty();
    }

    List<LinesCounted> counts() {
        return counts;
    }

    boolean isEmpty() {
        return lines.isEmpty() && rejections.isEmpty() && seals.isEmpty() && position == null;
    }

    /** How much memory it takes, in records. */
    int size() {
        return lines.size() + rejections.size();
    }

    Iterable<PublishedLine> lines() {
        return lines.values();
    }

    List<Rejection> rejections() {
        return rejections;
    }

    List<Sealed> seals() {
        return seals;
    }

    /** Where a reader of the partition may go on once all of this is published. */
    long nextOffset() {
        return position == null ? since : position.nextOffset();
    }

    /** Where the partition stands once all of this is published, null if it has not moved. */
    Position position() {
        return position;
    }
}
