package io.tallystick.rating.store;

import io.tallystick.rating.app.Disposition;
import io.tallystick.rating.app.Identity;
import io.tallystick.rating.app.NewEvent;
import io.tallystick.schemas.usage.UsageEvent;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
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

    private final List<Entry> entries;
    private final List<Block> blocks;
    private final int nextPart;

    private EventBlocks(List<Entry> entries, List<Block> blocks, int nextPart) {
        this.entries = entries;
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

    private record Entry(NewEvent row, UUID identity, Block block) {}

    /** A block that takes events. What is stored of each is gathered at once: to come back to an event later is to wait for memory. */
    private static final class Block {
        private final int part;
        private final Common common;
        private final StringBuilder ids = new StringBuilder(1_024);
        private final StringBuilder datas = new StringBuilder(1_024);
        private long[] numbers = new long[3 * 16];
        private int count;
        private int end;

        Block(int part, Common common) {
            this.part = part;
            this.common = common;
        }

        void add(NewEvent row) {
            if (3 * count == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * numbers.length);
            }
            numbers[3 * count] = micros(row.event().occurredAt());
            numbers[3 * count + 1] = micros(row.receivedAt());
            numbers[3 * count + 2] = row.offset();
            if (count++ > 0) {
                ids.append(SEPARATOR);
                datas.append(SEPARATOR);
            }
            ids.append(row.event().id());
            datas.append(row.data());
        }

        Instant first() {
            return instant(IntStream.range(0, count)
                    .mapToLong(i -> numbers[3 * i])
                    .min()
                    .orElseThrow());
        }

        Instant last() {
            return instant(IntStream.range(0, count)
                    .mapToLong(i -> numbers[3 * i])
                    .max()
                    .orElseThrow());
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
        List<Entry> entries = new ArrayList<>(events.size());
        for (NewEvent row : events) {
            Common common = Common.of(row);
            Block block = open.get(common);
            if (block == null || block.count == MOST) {
                block = new Block(firstPart + blocks.size(), common);
                open.put(common, block);
                blocks.add(block);
            }
            block.add(row);
            entries.add(new Entry(row, EventKey.of(Identity.of(row.event())), block));
        }
        return new EventBlocks(entries, blocks, firstPart + blocks.size());
    }

    /** The number after that of the last block. */
    int nextPart() {
        return nextPart;
    }

    /** Neighbours of the index come after one another, so that each page of it is found and changed once for many events. */
    Tuple keys(long unit) {
        Map<String, List<Entry>> byCustomer = new TreeMap<>();
        for (Entry entry : entries) {
            byCustomer
                    .computeIfAbsent(entry.block().common.customerId(), _ -> new ArrayList<>())
                    .add(entry);
        }
        List<Entry> sorted = new ArrayList<>(entries.size());
        for (List<Entry> keys : byCustomer.values()) {
            keys.sort(Comparator.comparing(Entry::identity, EventBlocks::compare));
            sorted.addAll(keys);
        }
        return new Columns<>(sorted)
                .all(unit)
                .text(entry -> entry.block().common.customerId())
                .uuid(Entry::identity)
                .small(entry -> entry.block().common.day())
                .small(entry -> entry.block().part)
                .tuple();
    }

    /** As the database compares them: by their bytes. */
    private static int compare(UUID a, UUID b) {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    }

    /** A row for each block; times and positions of all events in arrays of their own, of which each block has a part. */
    Tuple rows(int partition, long unit) {
        int end = 0;
        for (Block block : blocks) {
            end += block.count;
            block.end = end;
        }
        return new Columns<>(blocks)
                .all(partition)
                .all(unit)
                .all(String.valueOf(SEPARATOR))
                .all(numbers(end, 0))
                .all(numbers(end, 1))
                .all(numbers(end, 2))
                .text(block -> block.common.customerId())
                .small(block -> block.common.day())
                .small(block -> block.part)
                .text(block -> block.common.source())
                .text(block -> block.common.type())
                .text(block -> block.common.disposition().code())
                .text(block -> block.common.reason())
                .time(Block::first)
                .time(Block::last)
                .small(block -> block.count)
                .small(block -> block.end)
                .text(block -> block.ids.toString())
                .text(block -> block.datas.toString())
                .tuple();
    }

    private Long[] numbers(int count, int which) {
        Long[] numbers = new Long[count];
        int at = 0;
        for (Block block : blocks) {
            for (int i = 0; i < block.count; i++) {
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
        Map<Block, Block> kept = new LinkedHashMap<>();
        List<Entry> left = new ArrayList<>(taken.size());
        for (Entry entry : entries) {
            Common common = entry.block().common;
            if (taken.contains(new Taken(common.customerId(), entry.identity()))) {
                Block block = kept.computeIfAbsent(entry.block(), of -> new Block(of.part, common));
                block.add(entry.row());
                left.add(new Entry(entry.row(), entry.identity(), block));
            }
        }
        return new EventBlocks(left, List.copyOf(kept.values()), nextPart);
    }

    /** Positions of the events. */
    Stream<Long> offsets() {
        return entries.stream().map(entry -> entry.row().offset());
    }
}
