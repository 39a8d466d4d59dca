package io.tallystick.invoice.store;

import io.tallystick.schemas.control.ControlRecord.LinesCollected;
import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.id.SetDigest;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.rated.LinesCounted;
import io.tallystick.schemas.rated.RatedLine;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Counts the open lines of a partition at the record that tells how many there are. The digest comes from the message that was kept,
 * and the columns that bills are made by must say the same.
 */
final class PgLineCount {
    private static final int AT_ONCE = 5_000;
    private static final int NAMED = 5;

    private static final String LINES = """
            SELECT customer_id, id, revision, rated_partition, billable_at, currency, amount::text AS amount, digest_high,
                digest_low, content::text AS content
            FROM billing.rated_line
            WHERE partition = $1 AND (rated_partition = $2 OR rated_partition IS NULL)
              AND billable_at > COALESCE($3::timestamptz, '-infinity') AND (customer_id, id) > ($4, $5)
            ORDER BY customer_id, id LIMIT $6
            """;

    private static final String KEEP = """
            INSERT INTO billing.line_count AS held (usage_partition, rated_partition, asked_offset, lines, digest, damaged)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (usage_partition, rated_partition) DO UPDATE SET asked_offset = excluded.asked_offset,
                lines = excluded.lines, digest = excluded.digest, damaged = excluded.damaged
            WHERE held.asked_offset < excluded.asked_offset
            """;

    private static final String ALL = """
            SELECT lines, digest, damaged FROM billing.line_count WHERE usage_partition = $1 AND asked_offset = $2
            ORDER BY rated_partition
            """;

    private SetDigest digest = SetDigest.EMPTY;
    private final List<String> damaged = new ArrayList<>();
    private boolean known = true;

    private PgLineCount() {}

    /**
     * Counts what is held in one partition of {@code usage.rated}.
     *
     * @return the sum over all of them, once the last is counted
     */
    static Optional<LinesCollected> count(
            SqlConnection connection, int ratedPartition, LinesCounted told, Instant now) {
        PgLineCount count = new PgLineCount();
        count.read(connection, ratedPartition, told);
        if (!count.known) {
            return Optional.empty();
        }
        Sql.change(
                connection,
                KEEP,
                told.partition(),
                ratedPartition,
                told.offset(),
                count.digest.count(),
                count.digest.hex(),
                count.damaged.isEmpty() ? null : String.join("; ", count.damaged));
        List<Row> all = Sql.rows(connection, ALL, told.partition(), told.offset());
        return all.size() < told.copies() ? Optional.empty() : Optional.of(sum(all, told, now));
    }

    private static LinesCollected sum(List<Row> all, LinesCounted told, Instant now) {
        SetDigest sum = SetDigest.EMPTY;
        List<String> damaged = new ArrayList<>();
        for (Row row : all) {
            sum = sum.plus(SetDigest.of(row.getLong("lines"), row.getString("digest")));
            if (row.getString("damaged") != null) {
                damaged.add(row.getString("damaged"));
            }
        }
        return new LinesCollected(
                told.offset(), sum.count(), sum.hex(), damaged.isEmpty() ? null : String.join("; ", damaged), now);
    }

    private void read(SqlConnection connection, int ratedPartition, LinesCounted told) {
        String customer = "";
        UUID id = new UUID(0, 0);
        List<Row> some;
        do {
            some = Sql.rows(
                    connection,
                    LINES,
                    told.partition(),
                    ratedPartition,
                    Sql.time(told.sealedUntil()),
                    customer,
                    id,
                    AT_ONCE);
            for (Row row : some) {
                add(row, told);
                customer = row.getString("customer_id");
                id = row.getUUID("id");
            }
        } while (known && some.size() == AT_ONCE);
    }

    /** A line that is newer than the count, as after a crash, or of which nobody knows where it stands: nothing can be said. */
    private void add(Row row, LinesCounted told) {
        if (row.getLong("revision") > told.offset() + 1 || row.getInteger("rated_partition") == null) {
            known = false;
            return;
        }
        RatedLine line = Json.read(row.getString("content").getBytes(StandardCharsets.UTF_8), RatedLine.class);
        Hash128 content = line.digest();
        boolean whole = content.equals(new Hash128(row.getLong("digest_high"), row.getLong("digest_low")))
                && line.amount().toPlainString().equals(row.getString("amount"))
                && line.currency().equals(row.getString("currency"))
                && line.billableAt().equals(Sql.instant(row, "billable_at"));
        String hex = Sql.hex(row.getUUID("id"));
        digest = digest.plus(whole ? content : Hash128.of("damaged", hex));
        if (!whole && damaged.size() < NAMED) {
            damaged.add("line " + hex + " of customer " + row.getString("customer_id")
                    + " says otherwise than the message that was kept of it");
        }
    }
}
