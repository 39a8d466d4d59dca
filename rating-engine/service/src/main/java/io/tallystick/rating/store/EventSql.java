package io.tallystick.rating.store;

import io.tallystick.rating.app.Disposition;
import io.tallystick.rating.app.Identity;
import io.tallystick.rating.app.KeptEvent;
import io.tallystick.rating.app.Rejection;
import io.tallystick.rating.app.Repeat;
import io.tallystick.schemas.usage.EventData;
import io.tallystick.schemas.usage.ReasonCode;
import io.tallystick.schemas.usage.Refusal;
import io.tallystick.schemas.usage.UsageEvent;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Statements on accepted events, repetitions and rejections. */
final class EventSql {
    static final String ADD_BLOCKS = """
            INSERT INTO event_block (customer_id, day, unit, part, log_partition, source, type, disposition, reason, first_at, last_at,
                                     events, event_id, occurred_at, received_at, log_offset, data)
            SELECT customer_id, date 'epoch' + day, $2::bigint, part, $1::int, source, type, disposition, reason, first_at, last_at,
                   events, string_to_array(ids, $3), ($4::bigint[])[last_one - events + 1:last_one],
                   ($5::bigint[])[last_one - events + 1:last_one], ($6::bigint[])[last_one - events + 1:last_one],
                   string_to_array(datas, $3)
              FROM UNNEST($7::text[], $8::int[], $9::int[], $10::text[], $11::text[], $12::text[], $13::text[], $14::timestamptz[],
                          $15::timestamptz[], $16::int[], $17::int[], $18::text[], $19::text[])
                   AS b(customer_id, day, part, source, type, disposition, reason, first_at, last_at, events, last_one, ids, datas)""";

    /** Without a question about the identity: the unique key refuses the statement if one of them is kept already. */
    static final String ADD_NEW_KEYS = """
            INSERT INTO event_key (unit, customer_id, identity, day, part)
            SELECT $1::bigint, customer_id, UNNEST(($2::uuid[])[last_one - events + 1:last_one]), date 'epoch' + day, part
              FROM UNNEST($3::text[], $4::int[], $5::int[], $6::int[], $7::int[]) AS b(customer_id, day, part, events, last_one)""";

    /** One row with the keys that are new: a row for each would cost more than the event. */
    static final String ADD_KEYS = """
            WITH added AS (%s ON CONFLICT (customer_id, identity) DO NOTHING RETURNING customer_id, identity)
            SELECT array_agg(customer_id), array_agg(identity) FROM added""".formatted(ADD_NEW_KEYS);

    /** The events of identities, each looked for in its block. */
    private static final String FOUND = """
              FROM UNNEST($1::text[], $2::text[], $3::text[], $4::uuid[]) AS i(customer_id, source, event_id, identity)
              JOIN event_key AS k USING (customer_id, identity)
              JOIN event_block AS b ON b.customer_id = k.customer_id AND b.day = k.day AND b.unit = k.unit AND b.part = k.part
                                   AND b.source = i.source
             CROSS JOIN LATERAL (SELECT array_position(b.event_id, i.event_id) AS at OFFSET 0) AS p
            """;

    static final String CONTENTS = """
            SELECT i.customer_id, i.source, i.event_id, b.type, event_time(b.occurred_at[p.at]), b.data[p.at]
            %s WHERE p.at IS NOT NULL""".formatted(FOUND);

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

    /** Blocks that may hold events of a span, and what became of some of their events. */
    private static final String BETWEEN =
            " FROM event_block WHERE customer_id = $1 AND day >= $2 AND day <= $3 AND last_at >= $4 AND first_at < $5";

    private static final String USAGE = "SELECT source, type, disposition, reason, event_id, occurred_at, data";

    /** Blocks with what their events are. */
    static final String USAGE_BETWEEN = USAGE + BETWEEN;

    /** The same and how they arrived. */
    static final String BLOCKS_BETWEEN = USAGE + ", log_partition, received_at, log_offset" + BETWEEN;

    static final String MOVED_BETWEEN = """
            SELECT source, event_id, disposition, reason FROM event_moved WHERE customer_id = $1 AND day >= $2 AND day <= $3""";

    static final String ONE = """
            SELECT i.customer_id, i.source, i.event_id, b.type, event_time(b.occurred_at[p.at]), event_time(b.received_at[p.at]), b.data[p.at],
                   COALESCE(m.disposition, b.disposition), COALESCE(m.reason, b.reason), b.log_partition, b.log_offset[p.at]
            %s LEFT JOIN event_moved AS m ON m.customer_id = i.customer_id AND m.source = i.source AND m.event_id = i.event_id
             WHERE p.at IS NOT NULL""".formatted(FOUND);

    private static final String MOVING = """
              FROM UNNEST(%s::text[], %s::text[], %s::text[], %s::uuid[], %s::text[], %s::text[])
                   AS i(customer_id, source, event_id, identity, disposition, reason)
              JOIN event_key AS k USING (customer_id, identity)
              JOIN event_block AS b ON b.customer_id = k.customer_id AND b.day = k.day AND b.unit = k.unit AND b.part = k.part
                                   AND b.source = i.source
            """;

    /** What changes an event says what it was before; the same record may change it twice. */
    static final String NOTE_CHANGES = """
            INSERT INTO event_change (customer_id, source, event_id, log_offset, log_partition, disposition_before,
                                      reason_before, disposition, reason)
            SELECT i.customer_id, i.source, i.event_id, $2::bigint, $1::int, COALESCE(m.disposition, b.disposition),
                   COALESCE(m.reason, b.reason), i.disposition, i.reason
            %s LEFT JOIN event_moved AS m ON m.customer_id = i.customer_id AND m.source = i.source AND m.event_id = i.event_id
            ON CONFLICT (customer_id, source, event_id, log_offset) DO UPDATE
               SET disposition = EXCLUDED.disposition, reason = EXCLUDED.reason""".formatted(MOVING.formatted("$3", "$4", "$5", "$6", "$7", "$8"));

    static final String DISPOSE = """
            INSERT INTO event_moved (customer_id, source, event_id, disposition, reason, arrived, arrived_reason, day, unit, part,
                                     log_partition)
            SELECT i.customer_id, i.source, i.event_id, i.disposition, i.reason, b.disposition, b.reason, b.day, b.unit, b.part,
                   b.log_partition
            %s ON CONFLICT (customer_id, source, event_id) DO UPDATE
               SET disposition = EXCLUDED.disposition, reason = EXCLUDED.reason""".formatted(MOVING.formatted("$1", "$2", "$3", "$4", "$5", "$6"));

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
                .uuid(e -> EventKey.of(Identity.of(e.event())))
                .text(e -> e.disposition().code())
                .text(KeptEvent::reason)
                .tuple();
    }

    /** An event whose customer, source, id, type and time stand first. */
    static UsageEvent event(Row row, int data) {
        return new UsageEvent(
                row.getString(2),
                row.getString(1),
                row.getString(3),
                row.getString(0),
                row.getOffsetDateTime(4).toInstant(),
                EventData.stored(row.getString(data)));
    }

    /** The columns of {@link #ONE}, in its order. */
    static KeptEvent kept(Row row) {
        return new KeptEvent(
                event(row, 6),
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

    static Tuple identities(Collection<Identity> identities) {
        return new Columns<>(identities)
                .text(Identity::customerId)
                .text(Identity::source)
                .text(Identity::id)
                .uuid(EventKey::of)
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
