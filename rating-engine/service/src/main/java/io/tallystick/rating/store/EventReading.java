package io.tallystick.rating.store;

import io.tallystick.rating.app.Disposition;
import io.tallystick.rating.app.KeptEvent;
import io.tallystick.schemas.usage.EventData;
import io.tallystick.schemas.usage.UsageEvent;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Takes events out of their blocks, block by block: the database hands over five arrays and not a row for each event. */
final class EventReading {
    private static final int BLOCKS = 50;

    private final PgSession session;

    EventReading(PgSession session) {
        this.session = session;
    }

    /** What became of an event after it arrived. */
    private record Moved(Disposition disposition, String reason) {}

    private record Place(String source, String id) {}

    /** Hands every kept event of a customer that occurred at {@code from} or later, and before {@code to}, to {@code each}. */
    void between(String customerId, Instant from, Instant to, Consumer<KeptEvent> each) {
        LocalDate first = day(from);
        LocalDate last = day(to);
        Map<Place, Moved> moved = new HashMap<>();
        session.rows(EventSql.MOVED_BETWEEN, customerId, first, last)
                .forEach(row -> moved.put(
                        new Place(row.getString(0), row.getString(1)),
                        new Moved(Disposition.of(row.getString(2)), row.getString(3))));
        long start = EventBlocks.micros(from);
        long end = EventBlocks.micros(to);
        session.stream(
                EventSql.BLOCKS_BETWEEN,
                Tuple.from(new Object[] {customerId, first, last, Columns.utc(from), Columns.utc(to)}),
                BLOCKS,
                block -> take(block, customerId, start, end, moved, each));
    }

    private static void take(
            Row block, String customerId, long start, long end, Map<Place, Moved> moved, Consumer<KeptEvent> each) {
        String source = block.getString(0);
        String type = block.getString(1);
        Moved arrived = new Moved(Disposition.of(block.getString(2)), block.getString(3));
        int partition = block.getInteger(4);
        String[] ids = block.getArrayOfStrings(5);
        Long[] occurred = block.getArrayOfLongs(6);
        Long[] received = block.getArrayOfLongs(7);
        Long[] offsets = block.getArrayOfLongs(8);
        String[] data = block.getArrayOfStrings(9);
        for (int i = 0; i < ids.length; i++) {
            if (occurred[i] < start || occurred[i] >= end) {
                continue;
            }
            Moved now = moved.isEmpty() ? arrived : moved.getOrDefault(new Place(source, ids[i]), arrived);
            each.accept(new KeptEvent(
                    new UsageEvent(
                            ids[i],
                            source,
                            type,
                            customerId,
                            EventBlocks.instant(occurred[i]),
                            EventData.stored(data[i])),
                    now.disposition(),
                    now.reason(),
                    EventBlocks.instant(received[i]),
                    partition,
                    offsets[i]));
        }
    }

    /** The UTC day of an instant. */
    static LocalDate day(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
