package io.tallystick.rating.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All periods of a customer that are computed again, and the counters that its events go through. */
public final class NaiveCustomer {
    private final Map<String, JsonNode> meters;
    private final Map<NaivePeriod, String> periods = new HashMap<>();
    private final List<NaivePeriod> inOrder = new ArrayList<>();
    private final Map<NaiveSegment, NaiveCounter> counters = new HashMap<>();
    private final Map<String, List<NaiveCounter>> byType = new HashMap<>();
    private Instant earliest = Instant.MAX;
    private Instant latest = Instant.MIN;

    /**
     * A customer without subscriptions.
     *
     * @param meters definitions by key
     */
    public NaiveCustomer(Map<String, JsonNode> meters) {
        this.meters = meters;
    }

    /**
     * Adds the periods of a subscription that begin on a local date in {@code [from, to)}.
     *
     * @param digits of the minor unit
     * @param opened periods that begin after it are not opened yet
     */
    public void add(String subscription, NaiveLife life, int digits, Instant opened, LocalDate from, LocalDate to) {
        for (NaivePeriod period : NaivePeriod.of(life, digits, opened.plusNanos(1_000))) {
            LocalDate begins = LocalDate.ofInstant(period.wholeStart(), life.zone());
            if (begins.isBefore(from) || !begins.isBefore(to)) {
                continue;
            }
            periods.put(period, subscription);
            inOrder.add(period);
            period.segments().forEach(this::count);
        }
    }

    private void count(NaiveSegment segment) {
        JsonNode meter = meters.get(segment.meter());
        NaiveCounter counter = new NaiveCounter(segment, meter);
        counters.put(segment, counter);
        meter.get("eventTypes")
                .forEach(type -> byType.computeIfAbsent(type.textValue(), _ -> new ArrayList<>())
                        .add(counter));
        earliest =
                counter.looksBack() ? Instant.EPOCH : segment.start().isBefore(earliest) ? segment.start() : earliest;
        latest = segment.end().isAfter(latest) ? segment.end() : latest;
    }

    /** The types of the events that it needs. */
    public Set<String> types() {
        return new HashSet<>(byType.keySet());
    }

    /** The first instant of the events that it needs. */
    public Instant earliest() {
        return earliest;
    }

    /** The end of the events that it needs. */
    public Instant latest() {
        return latest;
    }

    /** Counts an event; they come in the order of (time, source, id). */
    public void take(NaiveEvent event) {
        for (NaiveCounter counter : byType.getOrDefault(event.type(), List.of())) {
            counter.take(event);
        }
    }

    /** Everything that is owed. */
    public List<Owed> owed() {
        List<Owed> owed = new ArrayList<>();
        for (NaivePeriod period : inOrder) {
            for (NaiveLine line : period.lines(segment -> counters.get(segment).use())) {
                owed.add(new Owed(periods.get(period), line));
            }
        }
        return owed;
    }

    /** How many events are behind each usage charge of each period. */
    List<Behind> behind() {
        List<Behind> behind = new ArrayList<>();
        for (NaivePeriod period : inOrder) {
            for (NaiveSegment segment : period.segments()) {
                behind.add(new Behind(
                        periods.get(period),
                        segment.key(),
                        period.wholeStart(),
                        counters.get(segment).events()));
            }
        }
        return behind;
    }

    /**
     * Events behind a charge in a part of a period.
     *
     * @param subscription whose
     * @param charge its key
     * @param periodStart of the whole period
     * @param events how many
     */
    record Behind(String subscription, String charge, Instant periodStart, long events) {}

    /**
     * A line that is owed.
     *
     * @param subscription whose
     * @param line the line
     */
    public record Owed(String subscription, NaiveLine line) {}
}
