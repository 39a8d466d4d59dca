package io.tallystick.invoice.store;

import io.tallystick.invoice.app.LineStore;
import io.tallystick.invoice.app.RatedRecord;
import io.tallystick.schemas.control.ControlRecord.LinesCollected;
import io.tallystick.schemas.crash.CrashPoint;
import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.rated.Progress;
import io.tallystick.schemas.rated.RatedLine;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/** Lines, seals and progress: one statement for all rows of a kind in a batch. */
@Singleton
class PgLineStore implements LineStore {
    private static final String UPSERT_LINES = """
            INSERT INTO billing.rated_line AS held (customer_id, id, revision, partition, billable_at, period_start,
                period_end, kind, currency, amount, digest_high, digest_low, content, rated_partition)
            SELECT customer_id, id, revision, partition, billable_at, period_start, period_end, kind, currency,
                amount::numeric, digest_high, digest_low, convert_from(content, 'UTF8')::json, rated_partition
            FROM UNNEST($1::text[], $2::uuid[], $3::bigint[], $4::integer[], $5::timestamptz[], $6::timestamptz[],
                $7::timestamptz[], $8::text[], $9::text[], $10::text[], $11::bigint[], $12::bigint[], $13::bytea[], $15::integer[])
                AS line (customer_id, id, revision, partition, billable_at, period_start, period_end, kind, currency,
                    amount, digest_high, digest_low, content, rated_partition)
            ON CONFLICT (customer_id, id) DO UPDATE SET revision = excluded.revision, partition = excluded.partition,
                billable_at = excluded.billable_at, period_start = excluded.period_start,
                period_end = excluded.period_end, kind = excluded.kind, currency = excluded.currency,
                amount = excluded.amount, digest_high = excluded.digest_high, digest_low = excluded.digest_low,
                content = excluded.content, rated_partition = excluded.rated_partition
            WHERE held.revision < excluded.revision AND held.billable_at > COALESCE($14::timestamptz, '-infinity')
            """;

    /** Which of the given lines are new, or newer than what is held. */
    private static final String NEWER_LINES = """
            SELECT line.id FROM UNNEST($1::text[], $2::uuid[], $3::bigint[]) AS line (customer_id, id, revision)
            LEFT JOIN billing.rated_line AS held USING (customer_id, id)
            WHERE held.revision IS NULL OR held.revision < line.revision
            """;

    private static final String UPSERT_SEALS = """
            INSERT INTO billing.seal (close_id, usage_partition, rated_partition, content)
            SELECT close_id, usage_partition, rated_partition, content::json
            FROM UNNEST($1::text[], $2::integer[], $3::integer[], $4::text[])
                AS told (close_id, usage_partition, rated_partition, content)
            ON CONFLICT (close_id, usage_partition, rated_partition) DO UPDATE SET content = excluded.content
            """;

    private static final String UPSERT_PROGRESS = """
            INSERT INTO billing.progress AS held (usage_partition, rated_partition, next_offset, received_at)
            SELECT * FROM UNNEST($1::integer[], $2::integer[], $3::bigint[], $4::timestamptz[])
            ON CONFLICT (usage_partition, rated_partition)
            DO UPDATE SET next_offset = excluded.next_offset, received_at = excluded.received_at
            WHERE held.next_offset < excluded.next_offset
            """;

    private static final String UPSERT_POSITIONS = """
            INSERT INTO billing.rated_position AS held (rated_partition, next_offset)
            SELECT * FROM UNNEST($1::integer[], $2::bigint[])
            ON CONFLICT (rated_partition) DO UPDATE SET next_offset = excluded.next_offset
            WHERE held.next_offset < excluded.next_offset
            """;

    private static final String QUARANTINE = """
            INSERT INTO billing.quarantine (rated_partition, rated_offset, code, detail, record_key, kind, content)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (rated_partition, rated_offset) DO NOTHING
            """;

    private final Pool pool;

    PgLineStore(Pool pool) {
        this.pool = pool;
    }

    @Override
    public List<RatedRecord.Broken> collect(List<RatedRecord> batch) {
        return Sql.inTransaction(
                pool,
                CrashPoint.INVOICE_LINES_BEFORE_COMMIT,
                CrashPoint.INVOICE_LINES_AFTER_COMMIT,
                connection -> store(connection, batch));
    }

    @Override
    public Optional<LinesCollected> count(RatedRecord.Counted told, Instant now) {
        return Sql.inTransaction(
                pool, connection -> PgLineCount.count(connection, told.at().partition(), told.counted(), now));
    }

    private static List<RatedRecord.Broken> store(SqlConnection connection, List<RatedRecord> batch) {
        List<RatedRecord.Broken> aside = new ArrayList<>(of(batch, RatedRecord.Broken.class));
        aside.addAll(storeLines(connection, of(batch, RatedRecord.Line.class)));
        storeSeals(connection, of(batch, RatedRecord.Seal.class));
        storeProgress(connection, of(batch, RatedRecord.Progressed.class));
        storePositions(connection, batch);
        aside.forEach(broken -> quarantine(connection, broken));
        return aside;
    }

    private static List<RatedRecord.Broken> storeLines(SqlConnection connection, List<RatedRecord.Line> lines) {
        if (lines.isEmpty()) {
            return List.of();
        }
        // Shared with other writers, exclusive for who proves a close: no line changes while it is counted, nor after.
        Instant closedUntil = Sql.instant(
                Sql.rows(connection, "SELECT closed_until FROM billing.books FOR SHARE")
                        .getFirst(),
                "closed_until");
        List<RatedRecord.Line> sorted = lines.stream()
                .sorted(Comparator.comparing(
                                (RatedRecord.Line one) -> one.line().customerId())
                        .thenComparing(one -> one.line().id()))
                .toList();
        List<RatedRecord.Line> open = sorted.stream()
                .filter(one -> closedUntil == null || one.line().billableAt().isAfter(closedUntil))
                .toList();
        List<RatedRecord.Line> closed = sorted.stream()
                .filter(one -> closedUntil != null && !one.line().billableAt().isAfter(closedUntil))
                .toList();
        upsert(connection, open, closedUntil);
        return late(connection, closed, closedUntil);
    }

    private static void upsert(SqlConnection connection, List<RatedRecord.Line> lines, Instant closedUntil) {
        if (lines.isEmpty()) {
            return;
        }
        List<Hash128> digests = lines.stream().map(one -> one.line().digest()).toList();
        Sql.change(
                connection,
                UPSERT_LINES,
                texts(lines, RatedLine::customerId),
                ids(lines),
                revisions(lines),
                lines.stream().map(one -> one.line().partition()).toArray(Integer[]::new),
                times(lines, RatedLine::billableAt),
                times(lines, RatedLine::servicePeriodStart),
                times(lines, RatedLine::servicePeriodEnd),
                texts(lines, line -> line.kind().name()),
                texts(lines, RatedLine::currency),
                texts(lines, line -> line.amount().toPlainString()),
                digests.stream().map(Hash128::high).toArray(Long[]::new),
                digests.stream().map(Hash128::low).toArray(Long[]::new),
                lines.stream().map(one -> buffer(one.content())).toArray(Buffer[]::new),
                Sql.time(closedUntil),
                lines.stream().map(one -> one.at().partition()).toArray(Integer[]::new));
    }

    /** A line of closed books that is told again is harmless; one that is new or newer would change what was proven. */
    private static List<RatedRecord.Broken> late(
            SqlConnection connection, List<RatedRecord.Line> lines, Instant closedUntil) {
        if (lines.isEmpty()) {
            return List.of();
        }
        Set<UUID> newer = new HashSet<>();
        for (Row row :
                Sql.rows(connection, NEWER_LINES, texts(lines, RatedLine::customerId), ids(lines), revisions(lines))) {
            newer.add(row.getUUID("id"));
        }
        return lines.stream()
                .filter(one -> newer.contains(Sql.uuid(one.line().id())))
                .map(one -> new RatedRecord.Broken(
                        one.at(),
                        "books_closed",
                        "line " + one.line().id() + " revision " + one.line().revision() + " is billable at "
                                + one.line().billableAt() + ", and the books are closed up to " + closedUntil,
                        new RatedRecord.Raw(null, "line", one.content())))
                .toList();
    }

    private static void storeSeals(SqlConnection connection, List<RatedRecord.Seal> seals) {
        if (!seals.isEmpty()) {
            Sql.change(
                    connection,
                    UPSERT_SEALS,
                    seals.stream().map(one -> one.seal().closeId()).toArray(String[]::new),
                    seals.stream().map(one -> one.seal().partition()).toArray(Integer[]::new),
                    seals.stream().map(one -> one.at().partition()).toArray(Integer[]::new),
                    seals.stream().map(RatedRecord.Seal::content).toArray(String[]::new));
        }
    }

    private static void storeProgress(SqlConnection connection, List<RatedRecord.Progressed> told) {
        if (!told.isEmpty()) {
            Sql.change(
                    connection,
                    UPSERT_PROGRESS,
                    told.stream().map(one -> one.progress().partition()).toArray(Integer[]::new),
                    told.stream().map(one -> one.at().partition()).toArray(Integer[]::new),
                    told.stream()
                            .map(RatedRecord.Progressed::progress)
                            .map(Progress::offset)
                            .toArray(Long[]::new),
                    told.stream()
                            .map(one -> Sql.time(one.progress().receivedAt()))
                            .toArray(OffsetDateTime[]::new));
        }
    }

    private static void storePositions(SqlConnection connection, List<RatedRecord> batch) {
        TreeMap<Integer, Long> next = new TreeMap<>();
        for (RatedRecord record : batch) {
            next.merge(record.at().partition(), record.at().offset() + 1, Math::max);
        }
        Sql.change(
                connection,
                UPSERT_POSITIONS,
                next.keySet().toArray(Integer[]::new),
                next.values().toArray(Long[]::new));
    }

    private static void quarantine(SqlConnection connection, RatedRecord.Broken broken) {
        RatedRecord.Raw raw = broken.raw();
        Sql.change(
                connection,
                QUARANTINE,
                broken.at().partition(),
                broken.at().offset(),
                broken.code(),
                printable(broken.detail()),
                buffer(raw.key()),
                raw.kind() == null ? null : printable(raw.kind()),
                buffer(raw.value()));
    }

    /** PostgreSQL keeps no zero character in text. */
    private static String printable(String text) {
        String shown = text.length() <= 1_000 ? text : text.substring(0, 1_000);
        return shown.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
    }

    private static Buffer buffer(byte[] bytes) {
        return bytes == null ? null : Buffer.buffer(bytes);
    }

    private static String[] texts(List<RatedRecord.Line> lines, Function<RatedLine, String> field) {
        return lines.stream().map(one -> field.apply(one.line())).toArray(String[]::new);
    }

    private static OffsetDateTime[] times(List<RatedRecord.Line> lines, Function<RatedLine, Instant> field) {
        return lines.stream().map(one -> Sql.time(field.apply(one.line()))).toArray(OffsetDateTime[]::new);
    }

    private static UUID[] ids(List<RatedRecord.Line> lines) {
        return lines.stream().map(one -> Sql.uuid(one.line().id())).toArray(UUID[]::new);
    }

    private static Long[] revisions(List<RatedRecord.Line> lines) {
        return lines.stream().map(one -> one.line().revision()).toArray(Long[]::new);
    }

    private static <T extends RatedRecord> List<T> of(List<RatedRecord> batch, Class<T> kind) {
        return batch.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
