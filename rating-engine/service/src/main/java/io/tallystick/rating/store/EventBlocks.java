package io.tallystick.rating.store;

import io.tallystick.rating.app.Disposition;
import io.tallystick.rating.app.NewEvent;
import io.tallystick.schemas.usage.UsageEvent;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * New events, laid out as the blocks in which they are stored: those of one customer, UTC day, source, type and disposition stand
 * together, in the order of their arrival, at most {@link #MOST} in a block.
 */
final class EventBlocks {
    /** To find one event, its block is read. */
    static final int MOST = 512;

    private static final long SECONDS_PER_DAY = 86_400;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int NANOS_PER_MICRO = 1_000;

    /** What separates texts of a block on their way. No id has a control character, and JSON has none that is not escaped. */
    private static final char SEPARATOR = '\u001F';

    private final List<Block> blocks;
    private final int nextPart;

    private EventBlocks(List<Block> blocks, int nextPart) {
        this.blocks = blocks;
        this.nextPart = nextPart;
    }

    /** What the events of a block have in common. */
    private record Common(
            String customerId, int day, String source, String type, Disposition disposition, String reason) {
        static Common of(NewEvent row) {
            UsageEvent event = row.event();
            return new Common(
                    event.customerId(),
                    (int) Math.floorDiv(event.occurredAt().getEpochSecond(), SECONDS_PER_DAY),
                    event.source(),
                    event.type(),
                    row.disposition(),
                    row.reason());
        }
    }

    /** A block that takes events. What is stored of each is gathered at once: to come back to an event later is to wait for memory. */
    private static final class Block {
        private final int part;
        private final Common common;
        private final List<NewEvent> events = new ArrayList<>();
        private final List<UUID> identities = new ArrayList<>();
        private final StringBuilder ids = new StringBuilder(512);
        private final StringBuilder datas = new StringBuilder(1_024);
        private long[] numbers = new long[3 * 16];
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;
        private int end;

        Block(int part, Common common) {
            this.part = part;
            this.common = common;
        }

        void add(NewEvent row, UUID identity) {
            UsageEvent event = row.event();
            int count = events.size();
            if (3 * count == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * numbers.length);
            }
            long occurredAt = micros(event.occurredAt());
            numbers[3 * count] = occurredAt;
            numbers[3 * count + 1] = micros(row.receivedAt());
            numbers[3 * count + 2] = row.offset();
            first = Math.min(first, occurredAt);
            last = Math.max(last, occurredAt);
            if (count > 0) {
                ids.append(SEPARATOR);
                datas.append(SEPARATOR);
            }
            ids.append(event.id());
            datas.append(event.data().json());
            events.add(row);
            identities.add(identity);
        }

        int count() {
            return events.size();
        }
    }

    /**
     * Lays events out.
     *
     * @param firstPart number of the first block, among those that a unit of work makes
     */
    static EventBlocks of(List<NewEvent> events, int firstPart) {
        Map<Common, Block> open = new HashMap<>();
        List<Block> blocks = new ArrayList<>();
        for (NewEvent row : events) {
            Common common = Common.of(row);
            Block block = open.get(common);
            if (block == null || block.count() == MOST) {
                block = new Block(firstPart + blocks.size(), common);
                open.put(common, block);
                blocks.add(block);
            }
            block.add(row, EventKey.of(row.identity(), row.event().id()));
        }
        return new EventBlocks(blocks, firstPart + blocks.size());
    }

    /** The number after that of the last block. */
    int nextPart() {
        return nextPart;
    }

    /**
     * The identities of each block; all of them in one array, of which each block has a part. Neighbours of the index come after one another,
     * so that each page of it is found and changed once for many events.
     */
    Tuple keys(long unit) {
        List<Block> sorted = new ArrayList<>(blocks);
        sorted.sort(Comparator.comparing(block -> block.common.customerId()));
        UUID[] identities = new UUID[place(sorted)];
        for (Block block : sorted) {
            int from = block.end - block.count();
            for (int i = 0; i < block.count(); i++) {
                identities[from + i] = block.identities.get(i);
            }
            Arrays.sort(identities, from, block.end, EventBlocks::compare);
        }
        return new Columns<>(sorted)
                .all(unit)
                .all(identities)
                .text(block -> block.common.customerId())
                .small(block -> block.common.day())
                .small(block -> block.part)
                .small(Block::count)
                .small(block -> block.end)
                .tuple();
    }

    /** As the database compares them: by their bytes. */
    private static int compare(UUID a, UUID b) {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    }

    /** A row for each block; times and positions of all events in arrays of their own, of which each block has a part. */
    Tuple rows(int partition, long unit) {
        int all = place(blocks);
        return new Columns<>(blocks)
                .all(partition)
                .all(unit)
                .all(String.valueOf(SEPARATOR))
                .all(numbers(all, 0))
                .all(numbers(all, 1))
                .all(numbers(all, 2))
                .text(block -> block.common.customerId())
                .small(block -> block.common.day())
                .small(block -> block.part)
                .text(block -> block.common.source())
                .text(block -> block.common.type())
                .text(block -> block.common.disposition().code())
                .text(block -> block.common.reason())
                .time(block -> instant(block.first))
                .time(block -> instant(block.last))
                .small(Block::count)
                .small(block -> block.end)
                .text(block -> block.ids.toString())
                .text(block -> block.datas.toString())
                .tuple();
    }

    /** Gives each block its part of an array that all of them share; returns how long that is. */
    private static int place(List<Block> blocks) {
        int end = 0;
        for (Block block : blocks) {
            end += block.count();
            block.end = end;
        }
        return end;
    }

    private Long[] numbers(int count, int which) {
        Long[] numbers = new Long[count];
        int at = 0;
        for (Block block : blocks) {
            for (int i = 0; i < block.count(); i++) {
                numbers[at++] = block.numbers[3 * i + which];
            }
        }
        return numbers;
    }

    /** Microseconds since 1970, which is what an event's time is cut to. */
    static long micros(Instant instant) {
        return instant.getEpochSecond() * MICROS_PER_SECOND + instant.getNano() / NANOS_PER_MICRO;
    }

    static Instant instant(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND), Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO);
    }

    /** Only the events whose customer and identity the database has just taken. */
    EventBlocks taken(String[] customers, UUID[] identities) {
        record Taken(String customerId, UUID identity) {}
        Set<Taken> taken = HashSet.newHashSet(customers.length);
        for (int i = 0; i < customers.length; i++) {
            taken.add(new Taken(customers[i], identities[i]));
        }
        List<Block> kept = new ArrayList<>();
        for (Block block : blocks) {
            Block left = new Block(block.part, block.common);
            for (int i = 0; i < block.count(); i++) {
                UUID identity = block.identities.get(i);
                if (taken.contains(new Taken(block.common.customerId(), identity))) {
                    left.add(block.events.get(i), identity);
                }
            }
            if (left.count() > 0) {
                kept.add(left);
            }
        }
        return new EventBlocks(kept, nextPart);
    }

    /** Positions of the events. */
    Stream<Long> offsets() {
        return blocks.stream().flatMap(block -> block.events.stream()).map(NewEvent::offset);
    }
}
