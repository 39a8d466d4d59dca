package io.tallystick.rating.store;

import io.tallystick.rating.app.Disposition;
import io.tallystick.rating.app.Identity;
import io.tallystick.rating.app.KeptEvent;
import io.tallystick.rating.app.NewEvent;
import io.tallystick.rating.app.Rejection;
import io.tallystick.rating.app.Repeat;
import io.tallystick.schemas.usage.EventData;
import io.tallystick.schemas.usage.ReasonCode;
import io.tallystick.schemas.usage.Refusal;
import io.tallystick.schemas.usage.UsageEvent;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Statements on accepted events, repetitions and rejections. */
final class EventSql {
    /** Without a question about the identity: the unique key refuses the statement if one of them is kept already. */
    static final String ADD_NEW = """
            INSERT INTO event (log_partition, customer_id, source, event_id, type, occurred_at, received_at, data,
                               content_hash, disposition, reason, log_offset)
            SELECT $1::int, * FROM UNNEST($2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[],
                               $7::timestamptz[], $8::text[], $9::uuid[], $10::text[], $11::text[], $12::bigint[])""";

    /** One row with the offsets of the events that are new: a row for each would cost more than the event. */
    static final String ADD = """
            WITH added AS (%s ON CONFLICT (customer_id, source, event_id) DO NOTHING RETURNING log_offset)
            SELECT array_agg(log_offset) FROM added""".formatted(ADD_NEW);

    static final String CONTENTS = """
            SELECT e.customer_id, e.source, e.event_id, e.content_hash
              FROM UNNEST($1::text[], $2::text[], $3::text[]) AS k(customer_id, source, event_id)
              JOIN event e USING (customer_id, source, event_id)""";

    static final String ADD_REPEATS = """
            INSERT INTO repeat (log_partition, log_offset, customer_id, source, event_id, kind, received_at, event)
            SELECT $1::int, * FROM UNNEST($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[],
                               $7::timestamptz[], $8::bytea[])""";

    static final String ADD_REJECTIONS = """
            INSERT INTO rejection (log_partition, log_offset, customer_id, code, pointer, detail, received_at, event)
            SELECT $1::int, * FROM UNNEST($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[],
                               $7::timestamptz[], $8::bytea[])""";

    static final String REJECTIONS_SINCE = """
            SELECT log_offset, customer_id, code, pointer, detail, received_at, event FROM rejection
             WHERE log_partition = $1 AND log_offset >= $2 ORDER BY log_offset""";

    static final String BETWEEN = """
            SELECT customer_id, source, event_id, type, occurred_at, received_at, data, disposition, reason,
                   log_partition, log_offset
              FROM event WHERE customer_id = $1 AND occurred_at >= $2 AND occurred_at < $3""";

    static final String ONE = """
            SELECT customer_id, source, event_id, type, occurred_at, received_at, data, disposition, reason,
                   log_partition, log_offset
              FROM event WHERE customer_id = $1 AND source = $2 AND event_id = $3""";

    /** What changes an event says what it was before; the same record may change it twice. */
    static final String NOTE_CHANGES = """
            INSERT INTO event_change (customer_id, source, event_id, log_offset, log_partition, disposition_before,
                                      reason_before, disposition, reason)
            SELECT e.customer_id, e.source, e.event_id, $2::bigint, $1::int, e.disposition, e.reason, k.disposition,
                   k.reason
              FROM UNNEST($3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
                   AS k(customer_id, source, event_id, disposition, reason)
              JOIN event e USING (customer_id, source, event_id)
            ON CONFLICT (customer_id, source, event_id, log_offset) DO UPDATE
               SET disposition = EXCLUDED.disposition, reason = EXCLUDED.reason""";

    static final String DISPOSE = """
            UPDATE event e SET disposition = k.disposition, reason = k.reason
              FROM UNNEST($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
                   AS k(customer_id, source, event_id, disposition, reason)
             WHERE e.customer_id = k.customer_id AND e.source = k.source AND e.event_id = k.event_id""";

    /** Neighbours of an index come after one another, so that each page of it is found and changed once for many events. */
    private static final Comparator<NewEvent> IN_ORDER_OF_KEY = Comparator.comparing(
            NewEvent::event,
            Comparator.comparing(UsageEvent::customerId)
                    .thenComparing(UsageEvent::source)
                    .thenComparing(UsageEvent::id));

    private EventSql() {}

    static Tuple changes(int partition, long offset, List<KeptEvent> events) {
        return dispositions(new Columns<>(events).all(partition).all(offset));
    }

    static Tuple dispositions(List<KeptEvent> events) {
        return dispositions(new Columns<>(events));
    }

    private static Tuple dispositions(Columns<KeptEvent> columns) {
        return columns.text(e -> e.event().customerId())
                .text(e -> e.event().source())
                .text(e -> e.event().id())
                .text(e -> e.disposition().code())
                .text(KeptEvent::reason)
                .tuple();
    }

    /** The columns of {@link #BETWEEN}, in its order. */
    static KeptEvent kept(Row row) {
        UsageEvent event = new UsageEvent(
                row.getString(2),
                row.getString(1),
                row.getString(3),
                row.getString(0),
                row.getOffsetDateTime(4).toInstant(),
                EventData.stored(row.getString(6)));
        return new KeptEvent(
                event,
                Disposition.of(row.getString(7)),
                row.getString(8),
                row.getOffsetDateTime(5).toInstant(),
                row.getInteger(9),
                row.getLong(10));
    }

    /** The columns of {@link #REJECTIONS_SINCE}, in its order. */
    static Rejection rejection(Row row) {
        ReasonCode code = ReasonCode.valueOf(row.getString(2).toUpperCase(Locale.ROOT));
        return new Rejection(
                row.getLong(0),
                row.getString(1),
                Refusal.of(code, row.getString(3), row.getString(4)),
                row.getOffsetDateTime(5).toInstant(),
                row.getBuffer(6).getBytes());
    }

    static Tuple columns(int partition, List<NewEvent> events) {
        NewEvent[] sorted = events.toArray(NewEvent[]::new);
        Arrays.sort(sorted, IN_ORDER_OF_KEY);
        return new Columns<>(Arrays.asList(sorted))
                .all(partition)
                .text(e -> e.event().customerId())
                .text(e -> e.event().source())
                .text(e -> e.event().id())
                .text(e -> e.event().type())
                .time(e -> e.event().occurredAt())
                .time(NewEvent::receivedAt)
                .text(NewEvent::data)
                .hash(NewEvent::content)
                .text(e -> e.disposition().code())
                .text(NewEvent::reason)
                .number(NewEvent::offset)
                .tuple();
    }

    static Tuple identities(Collection<Identity> identities) {
        return new Columns<>(identities)
                .text(Identity::customerId)
                .text(Identity::source)
                .text(Identity::id)
                .tuple();
    }

    static Tuple repeats(int partition, List<Repeat> repeats) {
        return new Columns<>(repeats)
                .all(partition)
                .number(Repeat::offset)
                .text(r -> r.identity().customerId())
                .text(r -> r.identity().source())
                .text(r -> r.identity().id())
                .text(r -> r.disposition().code())
                .time(Repeat::receivedAt)
                .bytes(Repeat::event)
                .tuple();
    }

    static Tuple rejections(int partition, List<Rejection> rejections) {
        return new Columns<>(rejections)
                .all(partition)
                .number(Rejection::offset)
                .text(r -> Text.storable(r.key()))
                .text(r -> r.refusal().code().code())
                .text(r -> Text.storable(r.refusal().pointer()))
                .text(r -> Text.storable(r.refusal().detail()))
                .time(Rejection::receivedAt)
                .bytes(Rejection::event)
                .tuple();
    }
}
