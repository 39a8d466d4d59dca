package io.tallystick.invoice.store;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tallystick.invoice.app.CloseView;
import io.tallystick.invoice.assembly.Outcome;
import io.tallystick.invoice.assembly.Proof;
import io.tallystick.invoice.review.Obstacle;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Closes as people follow them. */
final class PgCloseViews {
    private static final int EXCEPTIONS_SHOWN = 100;

    private static final String SEALS = """
            SELECT usage_partition, count(*) AS copies, min((content ->> 'lineCount')::bigint) AS lines
            FROM billing.seal WHERE close_id = $1 GROUP BY usage_partition
            """;

    /** Drafts are counted while they are made; once they stand, the review says how many there are. */
    private static final String PENDING = """
            SELECT count(*) AS pending FROM billing.close_work
            WHERE close_id = $1 AND state = 'pending' AND ($2 OR customer_id = ANY (ARRAY(
                SELECT customer_id FROM billing.close_again WHERE close_id = $1)))
            """;

    /** Those that are made anew, if the others are known to stand. */
    private static final String DRAFTED = """
            SELECT count(*) AS drafted FROM billing.close_draft AS draft
            JOIN billing.close_work AS work USING (close_id, customer_id)
            WHERE draft.close_id = $1 AND draft.line_count > 0 AND work.state = 'drafted' AND ($2 OR customer_id = ANY (ARRAY(
                SELECT customer_id FROM billing.close_again WHERE close_id = $1)))
            """;

    /** All invoices of a close are of one instant. Whoever had drafts and is an exception now gets none. */
    private static final String MADE = """
            SELECT (SELECT count(*) FROM billing.invoice WHERE finalized_at = $2 AND close_id = $1) AS made,
                (SELECT count(*) FROM billing.close_work AS work JOIN billing.close_draft AS draft USING (close_id, customer_id)
                    WHERE work.close_id = $1 AND work.state = 'exception' AND draft.line_count > 0) AS left_out
            """;

    private final Pool pool;

    PgCloseViews(Pool pool) {
        this.pool = pool;
    }

    Uni<Optional<CloseView>> find(String id) {
        return Sql.rowsLater(pool, "SELECT " + PgCloseRows.COLUMNS + " FROM billing.close WHERE id = $1", id)
                .chain(rows -> rows.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : view(rows.getFirst()).map(Optional::of));
    }

    Uni<List<CloseView>> list(Optional<Instant> before, int limit) {
        return Sql.rowsLater(
                        pool,
                        "SELECT " + PgCloseRows.COLUMNS
                                + " FROM billing.close WHERE cutoff < COALESCE($1::timestamptz, 'infinity')"
                                + " ORDER BY cutoff DESC, requested_at DESC, id DESC LIMIT $2",
                        before.map(Sql::time).orElse(null),
                        limit)
                .chain(rows -> Multi.createFrom()
                        .iterable(rows)
                        .onItem()
                        .transformToUniAndConcatenate(this::view)
                        .collect()
                        .asList());
    }

    private Uni<CloseView> view(Row close) {
        String id = close.getString("id");
        String sealedBy = close.getString("sealed_by");
        boolean sealed = close.getInteger("usage_partitions") != null;
        boolean proven = close.getString("proof") != null;
        boolean drafting = close.getString("state").equals("review") && close.getString("review") == null;
        boolean all = close.getString("review_rest") == null;
        boolean finalizing = close.getString("state").equals("finalizing");
        Uni<List<Row>> none = Uni.createFrom().item(List.of());
        return Uni.combine()
                .all()
                .unis(
                        sealed ? Sql.rowsLater(pool, SEALS, sealedBy == null ? id : sealedBy) : none,
                        drafting ? Sql.rowsLater(pool, PENDING, id, all) : none,
                        drafting ? Sql.rowsLater(pool, DRAFTED, id, all) : none,
                        finalizing ? Sql.rowsLater(pool, MADE, id, close.getOffsetDateTime("finalized_at")) : none,
                        proven ? Sql.rowsLater(pool, PgObstacles.COUNTS, id) : none,
                        proven
                                ? PgObstacles.first(pool, id, EXCEPTIONS_SHOWN)
                                : Uni.createFrom().item(List.<Obstacle>of()))
                .asTuple()
                .map(found -> view(
                        close,
                        new Progress(
                                found.getItem1(),
                                count(found.getItem2(), "pending"),
                                count(found.getItem3(), "drafted"),
                                count(found.getItem4(), "made"),
                                count(found.getItem4(), "left_out"),
                                count(found.getItem5(), "every"),
                                count(found.getItem5(), "left_open")),
                        found.getItem6()));
    }

    private static long count(List<Row> rows, String column) {
        return rows.isEmpty() ? 0 : rows.getFirst().getLong(column);
    }

    private record Progress(
            List<Row> seals, long pending, long drafted, long made, long leftOut, long exceptions, long leftOpen) {}

    /** How many invoices there will be: the drafts that stand, without those of customers that turned out to be exceptions. */
    private static long planned(Row close, Progress progress) {
        CloseView.Review review = PgCloseRows.review(close);
        CloseView.Review rest = PgCloseRows.reviewRest(close);
        if (close.getString("state").equals("cancelled")) {
            return 0;
        }
        return review != null
                ? review.invoices() - progress.leftOut()
                : progress.drafted() + (rest == null ? 0 : rest.invoices());
    }

    private static CloseView view(Row close, Progress progress, List<Obstacle> exceptions) {
        Proof proof = PgCloseRows.proof(close);
        Outcome outcome = PgCloseRows.outcome(close);
        long customers = close.getLong("customers") == null ? 0 : close.getLong("customers");
        CloseView.Made invoices = outcome == null
                ? new CloseView.Made(progress.made(), planned(close, progress))
                : new CloseView.Made(outcome.invoices(), outcome.invoices());
        return new CloseView(
                close.getString("id"),
                close.getString("state"),
                Sql.instant(close, "cutoff"),
                Sql.instant(close, "previous_cutoff"),
                close.getString("requested_by"),
                Sql.instant(close, "requested_at"),
                close.getString("drive"),
                Boolean.TRUE.equals(close.getBoolean("verify")) ? "full" : null,
                List.of(),
                partitions(close, progress.seals()),
                proof != null
                        ? proof.lines()
                        : progress.seals().stream()
                                .mapToLong(row -> row.getLong("lines"))
                                .sum(),
                new CloseView.Made(customers - progress.pending(), customers),
                invoices,
                progress.exceptions(),
                progress.leftOpen(),
                exceptions,
                PgCloseRows.differences(close),
                proof,
                PgCloseRows.review(close),
                PgCloseRows.approval(close),
                PgCloseRows.cancellation(close),
                Sql.instant(close, "finalized_at"),
                outcome,
                Sql.instant(close, "completed_at"));
    }

    private static CloseView.Partitions partitions(Row close, List<Row> seals) {
        if (close.getInteger("usage_partitions") == null) {
            return new CloseView.Partitions(0, 0, List.of(), List.of());
        }
        int of = close.getInteger("usage_partitions");
        int copies = close.getInteger("rated_partitions");
        Map<Integer, Row> answers = new HashMap<>();
        seals.forEach(row -> answers.put(row.getInteger("usage_partition"), row));
        List<CloseView.Part> each = IntStream.range(0, of)
                .mapToObj(partition -> Optional.ofNullable(answers.get(partition))
                        .map(row -> new CloseView.Part(partition, row.getLong("copies"), copies, row.getLong("lines")))
                        .orElse(new CloseView.Part(partition, 0, copies, 0)))
                .toList();
        List<Integer> waitingFor = each.stream()
                .filter(part -> part.answers() < copies)
                .map(CloseView.Part::partition)
                .toList();
        return new CloseView.Partitions(of - waitingFor.size(), of, waitingFor, each);
    }
}
