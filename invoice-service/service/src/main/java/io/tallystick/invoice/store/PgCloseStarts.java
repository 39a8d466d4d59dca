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
import java.util.Optional;

/** Commands about closes. What two callers do at the same time is decided by the unique indexes of the table. */
final class PgCloseStarts {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final int ATTEMPTS = 5;

    /** Makes a close if none is running and the cut-off lies after the last. */
    private static final String INSERT = """
            INSERT INTO billing.close (id, cutoff, previous_cutoff, state, requested_at, requested_by, idempotency_scope,
                idempotency_key, idempotency_fingerprint)
            SELECT $1, $2, last.cutoff, 'sealing', $3, $4, $5, $6, $7
            FROM (SELECT max(cutoff) AS cutoff, bool_or(state <> 'completed') AS running FROM billing.close) AS last
            WHERE (last.running IS NULL OR NOT last.running) AND (last.cutoff IS NULL OR last.cutoff < $2)
            """;

    private static final String RETRY = """
            UPDATE billing.close SET state = 'invoicing', finalized_at = $2, outcome = NULL, completed_at = NULL
            WHERE id = $1 AND state = 'completed' AND cutoff = (SELECT max(cutoff) FROM billing.close)
              AND EXISTS (SELECT FROM billing.close_work WHERE close_id = $1 AND state = 'exception')
            """;

    private static final String TAKE_UP = """
            UPDATE billing.close_work SET state = 'pending', lines = NULL, code = NULL, detail = NULL
            WHERE close_id = $1 AND state = 'exception'
            """;

    private final Pool pool;
    private final PgCloseViews views;

    PgCloseStarts(Pool pool, PgCloseViews views) {
        this.pool = pool;
        this.views = views;
    }

    Uni<Start> start(Close.Request request, Optional<Once> once) {
        return attempt(request, once)
                .onFailure(PgCloseStarts::isLostRace)
                .retry()
                .atMost(ATTEMPTS);
    }

    private Uni<Start> attempt(Close.Request request, Optional<Once> once) {
        return repeated(once)
                .chain(earlier -> earlier.isPresent()
                        ? Uni.createFrom().item(earlier.get())
                        : insert(request, once).chain(made -> made ? started(request.id()) : refused(request)));
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

    private Uni<Boolean> insert(Close.Request request, Optional<Once> once) {
        return pool.preparedQuery(INSERT)
                .execute(Tuple.from(new Object[] {
                    request.id(),
                    Sql.time(request.cutoff()),
                    Sql.time(request.requestedAt()),
                    request.requestedBy(),
                    once.map(Once::scope).orElse(null),
                    once.map(Once::key).orElse(null),
                    once.map(Once::fingerprint).orElse(null)
                }))
                .map(rows -> rows.rowCount() == 1);
    }

    private Uni<Start> started(String id) {
        return views.find(id).map(view -> new Start.Started(view.orElseThrow()));
    }

    private Uni<Start> refused(Close.Request request) {
        return Sql.rowsLater(
                        pool,
                        "SELECT id, state, cutoff FROM billing.close ORDER BY state = 'completed', cutoff DESC LIMIT 1")
                .map(rows -> refusal(rows, request));
    }

    private static Start refusal(List<Row> rows, Close.Request request) {
        Row last = rows.getFirst();
        Instant cutoff = Sql.instant(last, "cutoff");
        if (!last.getString("state").equals("completed")) {
            return new Start.Running(last.getString("id"), last.getString("state"), cutoff);
        }
        if (cutoff.isBefore(request.cutoff())) {
            // It was running when the request came and is completed now: the request may try again.
            throw new RaceLost();
        }
        return new Start.NotAfter(last.getString("id"), cutoff);
    }

    Uni<Boolean> retryExceptions(String id, Instant finalizedAt) {
        return pool.withTransaction(connection -> connection
                        .preparedQuery(RETRY)
                        .execute(Tuple.of(id, Sql.time(finalizedAt)))
                        .chain(changed -> changed.rowCount() == 0
                                ? Uni.createFrom().item(false)
                                : connection
                                        .preparedQuery(TAKE_UP)
                                        .execute(Tuple.of(id))
                                        .replaceWith(true)))
                .onFailure(PgCloseStarts::isLostRace)
                .recoverWithItem(false);
    }

    private static boolean isLostRace(Throwable failure) {
        return failure instanceof RaceLost
                || (failure instanceof PgException refused && UNIQUE_VIOLATION.equals(refused.getSqlState()));
    }

    private static final class RaceLost extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
