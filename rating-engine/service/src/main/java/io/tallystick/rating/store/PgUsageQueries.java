package io.tallystick.rating.store;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.tallystick.rating.app.Disposition;
import io.tallystick.rating.app.Identity;
import io.tallystick.rating.app.KeptEvent;
import io.tallystick.rating.app.Position;
import io.tallystick.rating.app.PublishedLine;
import io.tallystick.rating.app.StoredLine;
import io.tallystick.rating.app.UsageQueries;
import io.tallystick.schemas.id.Hash128;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Questions to the tables of rating; every list walks an index. */
@Singleton
public final class PgUsageQueries implements UsageQueries {
    private static final Duration FIRST_WINDOW = Duration.ofHours(1);
    private static final int WIDER = 4;
    private static final Instant END_OF_TIME = Instant.parse("9999-01-01T00:00:00Z");
    private static final String EVENT = """
        SELECT customer_id, source, event_id, type, occurred_at, received_at, data, disposition, reason,
               log_partition, log_offset FROM event
        """;

    /** Where a page of {@link #EVENTS} ends at the latest: after so many blocks. */
    private static final String STEP = """
            SELECT customer_id, day, unit, part FROM (
                SELECT customer_id, day, unit, part FROM event_block
                 WHERE (customer_id, day, unit, part) > ($1, $2, $3, $4) AND ($5::text IS NULL OR customer_id = $5)
                 ORDER BY customer_id, day, unit, part LIMIT 64) AS b
             ORDER BY customer_id DESC, day DESC, unit DESC, part DESC LIMIT 1""";

    private static final String EVENTS = EVENT + """
            WHERE (customer_id, day, unit, part) >= ($1, $2, $3, $4) AND (customer_id, day, unit, part) <= ($5, $6, $7, $8)
              AND ((customer_id, day, unit, part) > ($1, $2, $3, $4) OR (log_offset, event_id) > ($9, $10))
              AND ($11::text IS NULL OR disposition = $11) AND ($12::text IS NULL OR reason = $12)
              AND ($13::text IS NULL OR type = $13)
              AND occurred_at >= $14 AND occurred_at < $15 AND received_at >= $16 AND received_at < $17
              AND last_at >= $14 AND first_at < $15
            ORDER BY customer_id, day, unit, part, log_offset, event_id LIMIT $18""";
    private static final String PLACE_OF = """
            SELECT k.day, k.unit, k.part, b.log_offset[array_position(b.event_id, $2)]
              FROM event_key AS k JOIN event_block AS b USING (customer_id, day, unit, part)
             WHERE k.customer_id = $1 AND k.identity = $3""";
    private static final String IN_SPAN = """
               AND e.day >= ($3 AT TIME ZONE 'UTC')::date AND e.day <= ($4 AT TIME ZONE 'UTC')::date AND e.last_at >= $3
               AND e.first_at < $4
            """;
    private static final String BEHIND = EVENT + """
             AS e WHERE customer_id = $1 AND type = ANY($2) AND occurred_at >= $3 AND occurred_at < $4
              AND log_offset > $5 AND log_offset < $6 AND (occurred_at, source, event_id) > ($7, $8, $9)
            """ + IN_SPAN + "ORDER BY occurred_at, source, event_id LIMIT $10";
    private static final String CUSTOMERS_OF = """
            WITH RECURSIVE each_customer AS (
                (SELECT customer_id FROM event_key ORDER BY customer_id LIMIT 1)
                UNION ALL
                SELECT (SELECT k.customer_id FROM event_key AS k WHERE k.customer_id > c.customer_id ORDER BY k.customer_id LIMIT 1)
                  FROM each_customer AS c WHERE c.customer_id IS NOT NULL)
            SELECT k.customer_id FROM each_customer AS c
              JOIN event_key AS k ON k.customer_id = c.customer_id AND k.identity = event_identity(c.customer_id, $1, $2)
            UNION SELECT customer_id FROM backfill_event WHERE source = $1 AND event_id = $2
            ORDER BY 1 LIMIT 10""";

    /** Few, and without an identity of their own: they are looked through. */
    private static final String CUSTOMERS_OF_REJECTED = """
            SELECT DISTINCT customer_id FROM rejection
             WHERE customer_id IS NOT NULL AND position(convert_to($2, 'UTF8') IN event) > 0
               AND position(convert_to($1, 'UTF8') IN event) > 0
             ORDER BY 1 LIMIT 10""";

    private static final String REPEAT =
            "SELECT log_partition, log_offset, customer_id, source, event_id, kind, received_at FROM repeat\n";
    private static final String REPEATS = REPEAT + """
            WHERE (log_partition, log_offset) > ($1, $2) AND ($3::text IS NULL OR customer_id = $3) AND kind = $4
              AND received_at >= $5 AND received_at < $6
            ORDER BY log_partition, log_offset LIMIT $7""";
    private static final String REPEATS_OF = REPEAT + """
            WHERE customer_id = $1 AND source = $2 AND event_id = $3 ORDER BY log_partition, log_offset LIMIT $4""";
    private static final String REJECTIONS = """
            SELECT log_offset, customer_id, code, pointer, detail, received_at, event, log_partition FROM rejection
             WHERE (log_partition, log_offset) > ($1, $2) AND ($3::text IS NULL OR customer_id = $3)
             ORDER BY log_partition, log_offset LIMIT $4""";
    private static final String LINE =
            "SELECT customer_id, subscription_id, period_start, period_end, content FROM line\n";
    private static final String LINES = LINE + """
            WHERE customer_id = $1 AND (subscription_id, period_start, id) > ($2, $3, $4)
              AND ($5::text IS NULL OR subscription_id = $5) AND period_end > $6 AND period_start < $7
            ORDER BY subscription_id, period_start, id LIMIT $8""";
    private static final String ONE_LINE = LINE + "WHERE id = $1";
    private static final String ONE_REVISION = """
            SELECT l.customer_id, l.subscription_id, l.period_start, l.period_end, r.content
              FROM line_revision r JOIN line l ON l.id = r.line_id WHERE r.line_id = $1 AND r.revision = $2""";
    private static final String EVENTS_AT = """
            SELECT e.customer_id, e.source, e.event_id, e.type, e.occurred_at, e.received_at, e.data, e.disposition,
                   e.reason, e.log_partition, e.log_offset,
                   COALESCE(at_first.disposition, CASE WHEN e.log_offset <= $5 THEN arrived.disposition END, '') = 'rated',
                   COALESCE(at_second.disposition, CASE WHEN e.log_offset <= $6 THEN arrived.disposition END, '') = 'rated',
                   (SELECT max(c.log_offset) FROM event_change c
                     WHERE (c.customer_id, c.source, c.event_id) = (e.customer_id, e.source, e.event_id)
                       AND c.log_offset > $5 AND c.log_offset <= $6
                       AND c.disposition_before = 'rated' AND c.disposition <> 'rated')
              FROM event e
              CROSS JOIN LATERAL (SELECT COALESCE(
                   (SELECT c.disposition_before FROM event_change c
                     WHERE (c.customer_id, c.source, c.event_id) = (e.customer_id, e.source, e.event_id)
                     ORDER BY c.log_offset LIMIT 1), e.disposition) AS disposition) AS arrived
              LEFT JOIN LATERAL (SELECT c.disposition FROM event_change c
                     WHERE (c.customer_id, c.source, c.event_id) = (e.customer_id, e.source, e.event_id)
                       AND c.log_offset <= $5 ORDER BY c.log_offset DESC LIMIT 1) AS at_first ON true
              LEFT JOIN LATERAL (SELECT c.disposition FROM event_change c
                     WHERE (c.customer_id, c.source, c.event_id) = (e.customer_id, e.source, e.event_id)
                       AND c.log_offset <= $6 ORDER BY c.log_offset DESC LIMIT 1) AS at_second ON true
             WHERE e.customer_id = $1 AND e.type = ANY($2) AND e.occurred_at >= $3 AND e.occurred_at < $4
               AND e.log_offset <= $6 AND (e.occurred_at, e.source, e.event_id) > ($7, $8, $9)
            """ + IN_SPAN + "ORDER BY e.occurred_at, e.source, e.event_id LIMIT $10";

    private static final String CHANGES = """
            SELECT log_offset, disposition_before, reason_before, disposition, reason FROM event_change
             WHERE customer_id = $1 AND source = $2 AND event_id = $3 ORDER BY log_offset""";
    private static final String REJECTIONS_HOLDING = """
            SELECT log_offset, customer_id, code, pointer, detail, received_at, event, log_partition FROM rejection
             WHERE customer_id = $1 AND position(convert_to($2, 'UTF8') IN event) > 0
             ORDER BY log_partition, log_offset LIMIT $3""";
    private static final String CLOSE =
            "SELECT close_id FROM seal WHERE partition = $1 AND cutoff >= $2 ORDER BY cutoff, log_offset LIMIT 1";

    private final Pool pool;

    /** In the database behind {@code pool}. */
    @Inject
    public PgUsageQueries(@ReactiveDataSource("rating") Pool pool) {
        this.pool = pool;
    }

    @Override
    public List<KeptEvent> events(EventFilter filter, Identity after, int limit) {
        List<KeptEvent> found = new ArrayList<>();
        BlockPlace from = filter.customerId()
                .filter(customer -> !customer.equals(after.customerId()))
                .map(BlockPlace::before)
                .orElseGet(() -> place(after));
        while (found.size() < limit) {
            Optional<BlockPlace> to = step(from, filter.customerId());
            found.addAll(events(filter, from, to.orElse(from), limit - found.size()));
            if (to.isEmpty()) {
                return found;
            }
            from = to.get();
        }
        return found;
    }

    /** A place in the order of events: a block, and what was looked at of it. */
    private record BlockPlace(String customerId, LocalDate day, long unit, int part, long offset, String id) {
        private static final LocalDate BEFORE_ALL = LocalDate.of(1, 1, 1);

        static BlockPlace wholly(Row row) {
            return new BlockPlace(
                    row.getString(0), row.getLocalDate(1), row.getLong(2), row.getInteger(3), Long.MAX_VALUE, "");
        }

        static BlockPlace before(String customerId) {
            return new BlockPlace(customerId, BEFORE_ALL, Long.MIN_VALUE, 0, -1, "");
        }
    }

    private BlockPlace place(Identity after) {
        return rows(
                        PLACE_OF,
                        row -> new BlockPlace(
                                after.customerId(),
                                row.getLocalDate(0),
                                row.getLong(1),
                                row.getInteger(2),
                                row.getLong(3),
                                after.id()),
                        after.customerId(),
                        after.id(),
                        EventKey.of(after))
                .stream()
                .findFirst()
                .orElseGet(() -> BlockPlace.before(after.customerId()));
    }

    private Optional<BlockPlace> step(BlockPlace from, Optional<String> customerId) {
        return rows(
                        STEP,
                        BlockPlace::wholly,
                        from.customerId(),
                        from.day(),
                        from.unit(),
                        from.part(),
                        customerId.orElse(null))
                .stream()
                .findFirst();
    }

    private List<KeptEvent> events(EventFilter filter, BlockPlace from, BlockPlace to, int limit) {
        return rows(
                EVENTS,
                EventSql::kept,
                from.customerId(),
                from.day(),
                from.unit(),
                from.part(),
                to.customerId(),
                to.day(),
                to.unit(),
                to.part(),
                from.offset(),
                from.id(),
                filter.disposition().map(Disposition::code).orElse(null),
                filter.reason().orElse(null),
                filter.type().orElse(null),
                from(filter.occurred()),
                to(filter.occurred()),
                from(filter.received()),
                to(filter.received()),
                limit);
    }

    @Override
    public List<KeptRepeat> repeats(EventFilter filter, Place after, int limit) {
        return rows(
                REPEATS,
                PgUsageQueries::repeat,
                after.partition(),
                after.offset(),
                filter.customerId().orElse(null),
                filter.disposition().orElseThrow().code(),
                from(filter.received()),
                to(filter.received()),
                limit);
    }

    private static OffsetDateTime from(Between time) {
        return Columns.utc(time.from().orElse(Instant.EPOCH));
    }

    private static OffsetDateTime to(Between time) {
        return Columns.utc(time.to().orElse(END_OF_TIME));
    }

    @Override
    public Optional<KeptEvent> event(Identity identity) {
        return rows(EventSql.ONE, EventSql::kept, EventSql.identities(List.of(identity))).stream()
                .findFirst();
    }

    @Override
    public List<String> customersOf(String source, String id) {
        List<String> found = PgSession.reading(pool, session -> {
            // The key leads with the customer: its index is asked once for each customer, whatever the number of events
            // is.
            // A scan would be the planner's choice where customers have few events each, and grows with all of them.
            session.rows("SET LOCAL enable_seqscan = off");
            session.rows("SET LOCAL enable_bitmapscan = off");
            List<String> customers = new ArrayList<>();
            session.rows(CUSTOMERS_OF, source, id).forEach(row -> customers.add(row.getString(0)));
            return customers;
        });
        return found.isEmpty() ? rows(CUSTOMERS_OF_REJECTED, row -> row.getString(0), source, id) : found;
    }

    @Override
    public List<KeptRepeat> repeatsOf(Identity identity, int limit) {
        return rows(REPEATS_OF, PgUsageQueries::repeat, identity.customerId(), identity.source(), identity.id(), limit);
    }

    @Override
    public List<Change> changesOf(Identity identity) {
        return rows(
                CHANGES,
                row -> new Change(
                        row.getLong(0),
                        Disposition.of(row.getString(1)),
                        row.getString(2),
                        Disposition.of(row.getString(3)),
                        row.getString(4)),
                identity.customerId(),
                identity.source(),
                identity.id());
    }

    @Override
    public List<KeptRejection> rejectionsHolding(String customerId, String text, int limit) {
        return rows(
                REJECTIONS_HOLDING,
                row -> new KeptRejection(row.getInteger(7), EventSql.rejection(row)),
                customerId,
                text,
                limit);
    }

    @Override
    public Optional<String> closeHolding(int partition, Instant billableAt) {
        return rows(CLOSE, row -> row.getString(0), partition, Columns.utc(billableAt)).stream()
                .findFirst();
    }

    @Override
    public List<KeptRejection> rejections(Optional<String> key, Place after, int limit) {
        return rows(
                REJECTIONS,
                row -> new KeptRejection(row.getInteger(7), EventSql.rejection(row)),
                after.partition(),
                after.offset(),
                key.orElse(null),
                limit);
    }

    @Override
    public List<StoredLine> lines(LineFilter filter, Optional<LinePlace> after, int limit) {
        return rows(
                LINES,
                PgUsageQueries::stored,
                filter.customerId(),
                after.map(LinePlace::subscriptionId).orElse(""),
                Columns.utc(after.map(LinePlace::periodStart).orElse(Instant.EPOCH)),
                Columns.uuid(after.map(place -> Hash128.parse(place.id())).orElse(new Hash128(0, 0))),
                filter.subscriptionId().orElse(null),
                Columns.utc(filter.from().orElse(Instant.EPOCH)),
                Columns.utc(filter.to().orElse(END_OF_TIME)),
                limit);
    }

    @Override
    public Optional<StoredLine> line(String id) {
        return rows(ONE_LINE, PgUsageQueries::stored, Columns.uuid(Hash128.parse(id))).stream()
                .findFirst();
    }

    @Override
    public List<KeptEvent> eventsBehind(Behind behind, Optional<EventPlace> after, int limit) {
        return inWindows(BEHIND, EventSql::kept, behind, after, limit);
    }

    /** Looks at a short span of time, then at longer ones: a page costs what stands on it, however long the whole span is. */
    private <T> List<T> inWindows(
            String sql, Function<Row, T> read, Behind behind, Optional<EventPlace> after, int limit) {
        List<T> found = new ArrayList<>();
        Instant from = after.map(EventPlace::at).filter(behind.from()::isBefore).orElse(behind.from());
        Duration window = FIRST_WINDOW;
        while (found.size() < limit && from.isBefore(behind.to())) {
            Instant to = from.isBefore(behind.to().minus(window)) ? from.plus(window) : behind.to();
            found.addAll(rows(
                    sql,
                    read,
                    behind.customerId(),
                    behind.types().toArray(String[]::new),
                    Columns.utc(from),
                    Columns.utc(to),
                    behind.afterOffset(),
                    behind.beforeOffset(),
                    Columns.utc(after.map(EventPlace::at).orElse(Instant.EPOCH)),
                    after.map(EventPlace::source).orElse(""),
                    after.map(EventPlace::id).orElse(""),
                    limit - found.size()));
            from = to;
            window = window.multipliedBy(WIDER);
        }
        return found;
    }

    @Override
    public Optional<StoredLine> line(String id, long revision) {
        return rows(ONE_REVISION, PgUsageQueries::stored, Columns.uuid(Hash128.parse(id)), revision).stream()
                .findFirst();
    }

    @Override
    public Optional<Map<String, Integer>> appliedAt(String customerId, long offset) {
        return rows(CustomerSql.APPLIED_AT, CustomerSql::applied, customerId, offset).stream()
                .findFirst();
    }

    @Override
    public List<Lived> eventsAt(Behind behind, Optional<EventPlace> after, int limit) {
        return inWindows(
                EVENTS_AT,
                row -> new Lived(
                        EventSql.kept(row),
                        row.getBoolean(11),
                        row.getBoolean(12),
                        Optional.ofNullable(row.getLong(13))),
                behind,
                after,
                limit);
    }

    @Override
    public List<Position> positions() {
        return rows(PositionSql.READ_ALL, PositionSql::read);
    }

    private <T> List<T> rows(String sql, Function<Row, T> read, Object... parameters) {
        return rows(sql, read, Tuple.from(parameters));
    }

    private <T> List<T> rows(String sql, Function<Row, T> read, Tuple parameters) {
        List<T> found = new ArrayList<>();
        Await.result(pool.preparedQuery(sql).execute(parameters)).forEach(row -> found.add(read.apply(row)));
        return found;
    }

    private static KeptRepeat repeat(Row row) {
        return new KeptRepeat(
                new Place(row.getInteger(0), row.getLong(1)),
                new Identity(row.getString(2), row.getString(3), row.getString(4)),
                Disposition.of(row.getString(5)),
                row.getOffsetDateTime(6).toInstant());
    }

    private static StoredLine stored(Row row) {
        String content = row.getString(4);
        return new StoredLine(
                PeriodSql.period(row),
                new PublishedLine(PeriodSql.readLine(content), content.getBytes(StandardCharsets.UTF_8)));
    }
}
