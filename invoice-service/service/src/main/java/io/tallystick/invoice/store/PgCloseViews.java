package io.tallystick.invoice.store;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tallystick.invoice.app.CloseView;
import io.tallystick.invoice.assembly.Outcome;
import io.tallystick.invoice.assembly.Proof;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Closes as people follow them. */
final class PgCloseViews {
    private static final int EXCEPTIONS_SHOWN = 100;

    private static final String SEALS = """
            SELECT usage_partition, count(*) AS copies, min((content ->> 'lineCount')::bigint) AS lines
            FROM billing.seal WHERE close_id = $1 GROUP BY usage_partition
            """;

    private static final String WORK = """
            SELECT (SELECT count(*) FROM billing.invoice WHERE close_id = $1) AS made,
                count(*) FILTER (WHERE state = 'pending') AS pending,
                count(*) FILTER (WHERE state = 'exception') AS exceptions
            FROM billing.close_work WHERE close_id = $1
            """;

    private static final String EXCEPTIONS = """
            SELECT customer_id, code, detail, lines FROM billing.close_work
            WHERE close_id = $1 AND state = 'exception' ORDER BY customer_id LIMIT $2
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
                                + " ORDER BY cutoff DESC LIMIT $2",
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
        boolean sealed = close.getInteger("usage_partitions") != null;
        boolean proven = close.getString("proof") != null;
        return Uni.combine()
                .all()
                .unis(
                        sealed
                                ? Sql.rowsLater(pool, SEALS, id)
                                : Uni.createFrom().item(List.<Row>of()),
                        proven
                                ? Sql.rowsLater(pool, WORK, id)
                                : Uni.createFrom().item(List.<Row>of()),
                        proven
                                ? Sql.rowsLater(pool, EXCEPTIONS, id, EXCEPTIONS_SHOWN)
                                : Uni.createFrom().item(List.<Row>of()))
                .asTuple()
                .map(found -> view(close, found.getItem1(), found.getItem2(), found.getItem3()));
    }

    private static CloseView view(Row close, List<Row> seals, List<Row> work, List<Row> exceptions) {
        Proof proof = PgCloseRows.proof(close);
        Outcome outcome = PgCloseRows.outcome(close);
        long made = work.isEmpty() ? 0 : work.getFirst().getLong("made");
        long pending = work.isEmpty() ? 0 : work.getFirst().getLong("pending");
        long exceptionCount = work.isEmpty() ? 0 : work.getFirst().getLong("exceptions");
        return new CloseView(
                close.getString("id"),
                close.getString("state"),
                Sql.instant(close, "cutoff"),
                Sql.instant(close, "previous_cutoff"),
                close.getString("requested_by"),
                Sql.instant(close, "requested_at"),
                partitions(close, seals),
                proof != null
                        ? proof.lines()
                        : seals.stream().mapToLong(row -> row.getLong("lines")).sum(),
                new CloseView.Made(made, made + pending),
                exceptionCount,
                exceptions.stream().map(PgCloseViews::exception).toList(),
                PgCloseRows.differences(close),
                proof,
                Sql.instant(close, "finalized_at"),
                outcome,
                Sql.instant(close, "completed_at"));
    }

    private static CloseView.Partitions partitions(Row close, List<Row> seals) {
        if (close.getInteger("usage_partitions") == null) {
            return new CloseView.Partitions(0, 0, List.of());
        }
        int of = close.getInteger("usage_partitions");
        int copies = close.getInteger("rated_partitions");
        Set<Integer> sealed = new HashSet<>();
        for (Row seal : seals) {
            if (seal.getLong("copies") >= copies) {
                sealed.add(seal.getInteger("usage_partition"));
            }
        }
        List<Integer> waitingFor = IntStream.range(0, of)
                .filter(partition -> !sealed.contains(partition))
                .boxed()
                .toList();
        return new CloseView.Partitions(of - waitingFor.size(), of, waitingFor);
    }

    private static CloseView.Exceptional exception(Row row) {
        return new CloseView.Exceptional(
                row.getString("customer_id"), row.getString("code"), row.getString("detail"), row.getInteger("lines"));
    }
}
