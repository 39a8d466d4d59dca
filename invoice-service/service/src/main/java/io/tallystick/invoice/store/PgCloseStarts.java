package io.tallystick.invoice.store;

import io.smallrye.mutiny.Uni;
import io.tallystick.invoice.app.CloseStore.Once;
import io.tallystick.invoice.app.CloseStore.Start;
import io.tallystick.invoice.assembly.Close;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Commands about closes. What two callers do at the same time is decided by the unique indexes of the table. */
final class PgCloseStarts {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final int ATTEMPTS = 5;

    /**
     * Makes a close if none is running and the cut-off lies after the last that was sealed, or is that of a cancelled one, whose
     * barrier and answers are then taken up.
     */
    private static final String INSERT = """
            INSERT INTO billing.close (id, cutoff, previous_cutoff, state, drive, requested_at, requested_by, sealed_by,
                usage_partitions, rated_partitions, idempotency_scope, idempotency_key, idempotency_fingerprint,
                verify)
            SELECT $1, $2, CASE WHEN last.cutoff = $2 THEN last.previous_cutoff ELSE last.cutoff END, $3, $4, $5, $6,
                CASE WHEN last.cutoff = $2 THEN COALESCE(last.sealed_by, last.id) END,
                CASE WHEN last.cutoff = $2 THEN last.usage_partitions END,
                CASE WHEN last.cutoff = $2 THEN last.rated_partitions END, $7, $8, $9, $10
            FROM (SELECT 1) AS one
            LEFT JOIN (
                SELECT * FROM billing.close WHERE proof IS NOT NULL ORDER BY cutoff DESC, requested_at DESC, id DESC LIMIT 1
            ) AS last ON true
            WHERE NOT EXISTS (SELECT FROM billing.close WHERE %s)
              AND (last.cutoff IS NULL OR last.cutoff < $2 OR last.cutoff = $2 AND last.state = 'cancelled')
            """.formatted(PgCloseRows.RUNNING);

    private static final String LAST = """
            SELECT id, state, cutoff FROM billing.close WHERE %s OR proof IS NOT NULL
            ORDER BY state IN ('completed', 'cancelled'), cutoff DESC, requested_at DESC, id DESC LIMIT 1
            """.formatted(PgCloseRows.RUNNING);

    private final Pool pool;
    private final PgCloseViews views;

    PgCloseStarts(Pool pool, PgCloseViews views) {
        this.pool = pool;
        this.views = views;
    }

    Uni<Start> start(Close.Request request, boolean begin, Optional<Once> once) {
        return attempt(request, begin, once)
                .onFailure(PgCloseStarts::isLostRace)
                .retry()
                .atMost(ATTEMPTS);
    }

    private Uni<Start> attempt(Close.Request request, boolean begin, Optional<Once> once) {
        return repeated(once)
                .chain(earlier -> earlier.isPresent()
                        ? Uni.createFrom().item(earlier.get())
                        : insert(request, begin, once).chain(made -> made ? started(request.id()) : refused(request)));
    }

    private Uni<Optional<Start>> repeated(Optional<Once> once) {
        if (once.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return Sql.rowsLater(pool, """
                        SELECT id, idempotency_fingerprint FROM billing.close
                        WHERE idempotency_scope = $1 AND idempotency_key = $2
                        """, once.get().scope(), once.get().key())
                .chain(rows -> rows.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : views.find(rows.getFirst().getString("id"))
                                .map(view -> view.map(close -> new Start.Repeated(
                                        close, rows.getFirst().getString("idempotency_fingerprint")))));
    }

    private Uni<Boolean> insert(Close.Request request, boolean begin, Optional<Once> once) {
        return pool.preparedQuery(INSERT)
                .execute(Tuple.from(new Object[] {
                    request.id(),
                    Sql.time(request.cutoff()),
                    begin ? "sealing" : "planned",
                    request.drive().name().toLowerCase(Locale.ROOT),
                    Sql.time(request.requestedAt()),
                    request.requestedBy(),
                    once.map(Once::scope).orElse(null),
                    once.map(Once::key).orElse(null),
                    once.map(Once::fingerprint).orElse(null),
                    request.verify()
                }))
                .map(rows -> rows.rowCount() == 1);
    }

    private Uni<Start> started(String id) {
        return views.find(id).map(view -> new Start.Started(view.orElseThrow()));
    }

    private Uni<Start> refused(Close.Request request) {
        return Sql.rowsLater(pool, LAST).chain(rows -> refusal(rows, request));
    }

    private Uni<Start> refusal(List<Row> rows, Close.Request request) {
        // It may have been running when the request came and be completed or cancelled now: then the request tries
        // again.
        if (rows.isEmpty()) {
            throw new RaceLost();
        }
        Row last = rows.getFirst();
        String id = last.getString("id");
        String state = last.getString("state");
        Instant cutoff = Sql.instant(last, "cutoff");
        boolean settled = state.equals("completed") || state.equals("cancelled");
        if (!settled) {
            return Uni.createFrom().item(new Start.Running(id, state, cutoff));
        }
        if (cutoff.isBefore(request.cutoff()) || (cutoff.equals(request.cutoff()) && state.equals("cancelled"))) {
            throw new RaceLost();
        }
        return cutoff.equals(request.cutoff())
                ? views.find(id).map(view -> new Start.Done(view.orElseThrow()))
                : Uni.createFrom().item(new Start.NotAfter(id, cutoff));
    }

    private static boolean isLostRace(Throwable failure) {
        return failure instanceof RaceLost
                || (failure instanceof PgException refused && UNIQUE_VIOLATION.equals(refused.getSqlState()));
    }

    private static final class RaceLost extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
