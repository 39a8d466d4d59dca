package io.tallystick.rating.store;

import io.tallystick.rating.app.Disposition;
import io.tallystick.rating.app.Identity;
import io.tallystick.rating.app.NewEvent;
import io.tallystick.schemas.usage.UsageEvent;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
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

    /** What separates texts of a block on their way; another one is taken if a text has it. */
    private static final char SEPARATOR = '\u001F';

    private static final char FIRST_OF_PRIVATE_USE = '\uE000';

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

    private record Entry(NewEvent row, UUID identity) {
        Instant at() {
            return row.event().occurredAt();
        }
    }

    private record Block(int part, Common common, List<Entry> entries) {
        Instant first() {
            return entries.stream().map(Entry::at).min(Instant::compareTo).orElseThrow();
        }

        Instant last() {
            return entries.stream().map(Entry::at).max(Instant::compareTo).orElseThrow();
        }

        String joined(Function<NewEvent, String> text, char separator) {
            StringBuilder joined = new StringBuilder(64 * entries.size());
            for (Entry entry : entries) {
                joined.append(text.apply(entry.row())).append(separator);
            }
            joined.setLength(joined.length() - 1);
            return joined.toString();
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
            if (block == null || block.entries().size() == MOST) {
                block = new Block(firstPart + blocks.size(), common, new ArrayList<>());
                open.put(common, block);
                blocks.add(block);
            }
            block.entries().add(new Entry(row, EventKey.of(Identity.of(row.event()))));
        }
        return new EventBlocks(blocks, firstPart + blocks.size());
    }

    /** The number after that of the last block. */
    int nextPart() {
        return nextPart;
    }

    private record Key(String customerId, UUID identity, int day, int part) {}

    /** Neighbours of the index come after one another, so that each page of it is found and changed once for many events. */
    Tuple keys(long unit) {
        Map<String, List<Key>> byCustomer = new TreeMap<>();
        for (Block block : blocks) {
            String customer = block.common().customerId();
            List<Key> keys = byCustomer.computeIfAbsent(customer, _ -> new ArrayList<>());
            for (Entry entry : block.entries()) {
                keys.add(new Key(customer, entry.identity(), block.common().day(), block.part()));
            }
        }
        List<Key> sorted = new ArrayList<>();
        for (List<Key> keys : byCustomer.values()) {
            keys.sort(Comparator.comparing(Key::identity, EventBlocks::compare));
            sorted.addAll(keys);
        }
        return new Columns<>(sorted)
                .all(unit)
                .text(Key::customerId)
                .uuid(Key::identity)
                .small(Key::day)
                .small(Key::part)
                .tuple();
    }

    /** As the database compares them: by their bytes. */
    private static int compare(UUID a, UUID b) {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    }

    /** A row for each block; times and positions of all events in arrays of their own, of which each block has a part. */
    Tuple rows(int partition, long unit) {
        char separator = separator();
        Map<Integer, Integer> ends = HashMap.newHashMap(blocks.size());
        int end = 0;
        for (Block block : blocks) {
            end += block.entries().size();
            ends.put(block.part(), end);
        }
        return new Columns<>(blocks)
                .all(partition)
                .all(unit)
                .all(String.valueOf(separator))
                .all(numbers(end, row -> micros(row.event().occurredAt())))
                .all(numbers(end, row -> micros(row.receivedAt())))
                .all(numbers(end, NewEvent::offset))
                .text(block -> block.common().customerId())
                .small(block -> block.common().day())
                .small(Block::part)
                .text(block -> block.common().source())
                .text(block -> block.common().type())
                .text(block -> block.common().disposition().code())
                .text(block -> block.common().reason())
                .time(Block::first)
                .time(Block::last)
                .small(block -> block.entries().size())
                .small(block -> ends.get(block.part()))
                .text(block -> block.joined(row -> row.event().id(), separator))
                .text(block -> block.joined(NewEvent::data, separator))
                .tuple();
    }

    private Long[] numbers(int count, ToLongFunction<NewEvent> number) {
        Long[] numbers = new Long[count];
        int at = 0;
        for (Block block : blocks) {
            for (Entry entry : block.entries()) {
                numbers[at++] = number.applyAsLong(entry.row());
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

    private char separator() {
        char separator = SEPARATOR;
        while (isIn(separator)) {
            separator = separator == SEPARATOR ? FIRST_OF_PRIVATE_USE : (char) (separator + 1);
        }
        return separator;
    }

    private boolean isIn(char separator) {
        for (Block block : blocks) {
            for (Entry entry : block.entries()) {
                if (entry.row().event().id().indexOf(separator) >= 0
                        || entry.row().data().indexOf(separator) >= 0) {
                    return true;
                }
            }
        }
        return false;
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
            String customer = block.common().customerId();
            Predicate<Entry> isTaken = entry -> taken.contains(new Taken(customer, entry.identity()));
            List<Entry> entries = block.entries().stream().filter(isTaken).toList();
            if (!entries.isEmpty()) {
                kept.add(new Block(block.part(), block.common(), entries));
            }
        }
        return new EventBlocks(kept, nextPart);
    }

    /** Positions of the events. */
    Stream<Long> offsets() {
        return blocks.stream()
                .flatMap(block -> block.entries().stream())
                .map(entry -> entry.row().offset());
    }
}
