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
import java.util.function.ObjIntConsumer;

/**
 * Takes the kept events of a customer that occurred at an instant or later, and before another one, out of their blocks, block by block: the
 * database hands over a few arrays and not a row for each event.
 */
final class EventReading {
    private static final int BLOCKS = 100;

    private final PgSession session;
    private final String customerId;
    private final long start;
    private final long end;
    private final Tuple span;
    private final Map<Place, Moved> moved = new HashMap<>();

    EventReading(PgSession session, String customerId, Instant from, Instant to) {
        this.session = session;
        this.customerId = customerId;
        this.start = EventBlocks.micros(from);
        this.end = EventBlocks.micros(to);
        LocalDate first = day(from);
        LocalDate last = day(to);
        this.span = Tuple.from(new Object[] {customerId, first, last, Columns.utc(from), Columns.utc(to)});
        session.rows(EventSql.MOVED_BETWEEN, customerId, first, last)
                .forEach(row -> moved.put(
                        new Place(row.getString(0), row.getString(1)),
                        new Moved(Disposition.of(row.getString(2)), row.getString(3))));
    }

    /** What became of an event after it arrived. */
    private record Moved(Disposition disposition, String reason) {}

    private record Place(String source, String id) {}

    /** Hands all of them to {@code each}. */
    void kept(Consumer<KeptEvent> each) {
        session.stream(EventSql.BLOCKS_BETWEEN, span, BLOCKS, row -> {
            Block block = new Block(row);
            int partition = row.getInteger(7);
            Long[] received = row.getArrayOfLongs(8);
            Long[] offsets = row.getArrayOfLongs(9);
            block.each((now, i) -> each.accept(new KeptEvent(
                    block.event(i),
                    now.disposition(),
                    now.reason(),
                    EventBlocks.instant(received[i]),
                    partition,
                    offsets[i])));
        });
    }

    /** Hands those that are open to {@code each}. */
    void open(Consumer<UsageEvent> each) {
        session.stream(EventSql.USAGE_BETWEEN, span, BLOCKS, row -> {
            Block block = new Block(row);
            block.each((now, i) -> {
                if (KeptEvent.isOpen(now.disposition(), now.reason())) {
                    each.accept(block.event(i));
                }
            });
        });
    }

    /** What the events of a block are. */
    private final class Block {
        private final String source;
        private final String type;
        private final Moved arrived;
        private final String[] ids;
        private final Long[] occurred;
        private final String[] data;

        Block(Row row) {
            this.source = row.getString(0);
            this.type = row.getString(1);
            this.arrived = new Moved(Disposition.of(row.getString(2)), row.getString(3));
            this.ids = row.getArrayOfStrings(4);
            this.occurred = row.getArrayOfLongs(5);
            this.data = row.getArrayOfStrings(6);
        }

        /** Names each event in time and what became of it. */
        void each(ObjIntConsumer<Moved> one) {
            for (int i = 0; i < ids.length; i++) {
                if (occurred[i] >= start && occurred[i] < end) {
                    one.accept(moved.isEmpty() ? arrived : moved.getOrDefault(new Place(source, ids[i]), arrived), i);
                }
            }
        }

        UsageEvent event(int i) {
            return new UsageEvent(
                    ids[i], source, type, customerId, EventBlocks.instant(occurred[i]), EventData.stored(data[i]));
        }
    }

    /** The UTC day of an instant. */
    static LocalDate day(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
