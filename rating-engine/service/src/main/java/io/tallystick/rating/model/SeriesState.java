package io.tallystick.rating.model;

import io.tallystick.schemas.id.SetDigest;
import io.tallystick.schemas.meter.Meter.Aggregation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a series has folded so far: for every segment the number and digest of its events and the state of each dimension
 * group. Immutable. Any order and any split of the same contributions gives the same state and the same text.
 */
public final class SeriesState {
    private static final String VERSION = "1";

    private final String layout;
    private final List<Part> parts;

    private SeriesState(String layout, List<Part> parts) {
        this.layout = layout;
        this.parts = parts;
    }

    /** The state of a series without any event. */
    public static SeriesState empty(Timeline timeline, SeriesKey series) {
        List<Segment> segments = timeline.segments(series);
        return new SeriesState(
                timeline.layout(series),
                segments.stream()
                        .map(segment -> new Part(Measure.folding(segment), SetDigest.EMPTY, Map.of()))
                        .toList());
    }

    /**
     * This state with one event more.
     *
     * @param contribution of an event that is not in the state yet, attributed by a timeline with the same layout
     * @param fresh UNIQUE_COUNT: whether no event before had its unique value in this series; else without effect
     */
    public SeriesState fold(Contribution contribution, boolean fresh) {
        if (parts.size() == 1) {
            return new SeriesState(layout, List.of(parts.getFirst().plus(contribution, fresh)));
        }
        List<Part> changed = new ArrayList<>(parts);
        changed.set(contribution.segment(), parts.get(contribution.segment()).plus(contribution, fresh));
        return new SeriesState(layout, List.copyOf(changed));
    }

    /** How the series was cut when this state was folded, see {@link Timeline#layout}. */
    public String layout() {
        return layout;
    }

    /** How many events are in it. */
    public long eventCount() {
        return events().count();
    }

    /** Number and digest of all its events. */
    public SetDigest events() {
        SetDigest all = SetDigest.EMPTY;
        for (Part part : parts) {
            all = all.plus(part.events());
        }
        return all;
    }

    /** Stable text for the store; equal states have equal text. */
    public String encode() {
        StringBuilder out = new StringBuilder(96);
        word(out, VERSION);
        word(out, layout);
        for (Part part : parts) {
            word(out, part.folding().name());
            word(out, Long.toString(part.events().count()));
            word(out, part.events().hex());
            word(out, Integer.toString(part.groups().size()));
            part.groups().forEach((group, tally) -> {
                word(out, group);
                word(out, tally.encode());
            });
        }
        return out.toString();
    }

    /**
     * The state that {@link #encode} wrote.
     *
     * @throws IllegalArgumentException if the text is something else
     */
    public static SeriesState decode(String text) {
        Words words = new Words(text);
        if (!words.next().equals(VERSION)) {
            throw new IllegalArgumentException("not a state of a series: " + text);
        }
        String layout = words.next();
        List<Part> parts = new ArrayList<>();
        while (words.hasNext()) {
            Aggregation folding = Aggregation.valueOf(words.next());
            SetDigest events = SetDigest.of(Long.parseLong(words.next()), words.next());
            int groups = Integer.parseInt(words.next());
            Map<String, Tally> tallies = new TreeMap<>();
            for (int i = 0; i < groups; i++) {
                tallies.put(words.next(), Tally.decode(folding, words.next()));
            }
            parts.add(new Part(folding, events, tallies));
        }
        return new SeriesState(layout, List.copyOf(parts));
    }

    List<Part> parts() {
        return parts;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SeriesState state && encode().equals(state.encode());
    }

    @Override
    public int hashCode() {
        return encode().hashCode();
    }

    @Override
    public String toString() {
        return encode();
    }

    private static void word(StringBuilder out, String word) {
        out.append(word.length()).append(':').append(word);
    }

    /** The state of one segment. */
    record Part(Aggregation folding, SetDigest events, Map<String, Tally> groups) {
        Part plus(Contribution contribution, boolean fresh) {
            String group = contribution.group();
            Tally before = groups.get(group);
            Tally after = (before == null ? Tally.empty(folding) : before).plus(contribution, fresh);
            Map<String, Tally> changed;
            if (groups.isEmpty() || (groups.size() == 1 && before != null)) {
                changed = Map.of(group, after);
            } else {
                changed = new TreeMap<>(groups);
                changed.put(group, after);
            }
            return new Part(folding, events.plus(contribution.identity()), changed);
        }

        Map<String, BigDecimal> quantities() {
            Map<String, BigDecimal> quantities = new TreeMap<>();
            groups.forEach((group, tally) -> quantities.put(group, tally.quantity()));
            return quantities;
        }
    }

    /** Reads words that are preceded by their length. */
    private static final class Words {
        private final String text;
        private int at;

        private Words(String text) {
            this.text = text;
        }

        private boolean hasNext() {
            return at < text.length();
        }

        private String next() {
            int colon = text.indexOf(':', at);
            if (colon < 0) {
                throw new IllegalArgumentException("not a state of a series: " + text);
            }
            int start = colon + 1;
            at = start + Integer.parseInt(text, start - (colon - at) - 1, colon, 10);
            return text.substring(start, at);
        }
    }
}
