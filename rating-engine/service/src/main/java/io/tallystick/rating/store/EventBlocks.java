package io.tallystick.rating.store;

import io.tallystick.rating.app.Disposition;
import io.tallystick.rating.app.Identity;
import io.tallystick.rating.app.NewEvent;
import io.tallystick.schemas.usage.UsageEvent;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * New events, laid out as the blocks in which they are stored: those of one customer, UTC day, source, type and disposition stand
 * together, in the order of their arrival, at most {@link #MOST} in a block.
 */
final class EventBlocks {
    /** To find one event, its block is read. */
    static final int MOST = 512;

    private static final long SECONDS_PER_DAY = 86_400;

    private final List<Entry> entries;
    private final int firstPart;
    private final int parts;

    private EventBlocks(List<Entry> entries, int firstPart, int parts) {
        this.entries = entries;
        this.firstPart = firstPart;
        this.parts = parts;
    }

    /** What the events of a block have in common. */
    private record Common(
            String customerId, long day, String source, String type, Disposition disposition, String reason) {
        static Common of(NewEvent row) {
            UsageEvent event = row.event();
            return new Common(
                    event.customerId(),
                    Math.floorDiv(event.occurredAt().getEpochSecond(), SECONDS_PER_DAY),
                    event.source(),
                    event.type(),
                    row.disposition(),
                    row.reason());
        }
    }

    /** A block that takes events. */
    private static final class Open {
        private final int part;
        private final LocalDate day;
        private int events;

        Open(int part, long day) {
            this.part = part;
            this.day = LocalDate.ofEpochDay(day);
        }
    }

    /**
     * An event in its block.
     *
     * @param begins whether it is the first of the block
     */
    private record Entry(NewEvent row, UUID identity, Open block, boolean begins) {
        String customerId() {
            return row.event().customerId();
        }
    }

    /**
     * Lays events out.
     *
     * @param firstPart number of the first block, among those that a unit of work makes
     */
    static EventBlocks of(List<NewEvent> events, int firstPart) {
        Map<Common, Open> open = new HashMap<>();
        List<Entry> entries = new ArrayList<>(events.size());
        int part = firstPart;
        for (NewEvent row : events) {
            Common common = Common.of(row);
            Open block = open.get(common);
            boolean begins = block == null || block.events == MOST;
            if (begins) {
                block = new Open(part++, common.day());
                open.put(common, block);
            }
            block.events++;
            entries.add(new Entry(row, EventKey.of(Identity.of(row.event())), block, begins));
        }
        return new EventBlocks(entries, firstPart, part - firstPart);
    }

    /** The number after that of the last block. */
    int nextPart() {
        return firstPart + parts;
    }

    /** Neighbours of the index come after one another, so that each page of it is found and changed once for many events. */
    Tuple keys(long unit) {
        Entry[] sorted = entries.toArray(Entry[]::new);
        Arrays.sort(
                sorted,
                Comparator.comparing(Entry::customerId).thenComparing((a, b) -> compare(a.identity(), b.identity())));
        return new Columns<>(Arrays.asList(sorted))
                .all(unit)
                .text(Entry::customerId)
                .uuid(Entry::identity)
                .date(entry -> entry.block().day)
                .small(entry -> entry.block().part)
                .tuple();
    }

    /** As the database compares them: by their bytes. */
    private static int compare(UUID a, UUID b) {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    }

    /** What the events of a block have in common stands at its first event only. */
    Tuple rows(int partition, long unit) {
        return new Columns<>(entries)
                .all(partition)
                .all(unit)
                .small(entry -> entry.block().part)
                .text(entry -> entry.begins() ? entry.customerId() : null)
                .text(entry -> entry.begins() ? entry.row().event().source() : null)
                .text(entry -> entry.begins() ? entry.row().event().type() : null)
                .text(entry -> entry.begins() ? entry.row().disposition().code() : null)
                .text(entry -> entry.begins() ? entry.row().reason() : null)
                .text(entry -> entry.row().event().id())
                .time(entry -> entry.row().event().occurredAt())
                .time(entry -> entry.row().receivedAt())
                .number(entry -> entry.row().offset())
                .text(entry -> entry.row().data())
                .tuple();
    }

    /** Only the events whose customer and identity the database has just taken. */
    EventBlocks taken(String[] customers, UUID[] identities) {
        record Taken(String customerId, UUID identity) {}
        Set<Taken> taken = HashSet.newHashSet(customers.length);
        for (int i = 0; i < customers.length; i++) {
            taken.add(new Taken(customers[i], identities[i]));
        }
        List<Entry> kept = new ArrayList<>(taken.size());
        Set<Open> begun = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Entry entry : entries) {
            if (taken.contains(new Taken(entry.customerId(), entry.identity()))) {
                kept.add(new Entry(entry.row(), entry.identity(), entry.block(), begun.add(entry.block())));
            }
        }
        return new EventBlocks(kept, firstPart, parts);
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Positions of the events. */
    List<Long> offsets() {
        return entries.stream().map(entry -> entry.row().offset()).toList();
    }
}
