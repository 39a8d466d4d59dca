package io.tallystick.rating.store;

import io.smallrye.mutiny.Uni;
import io.tallystick.schemas.crash.CrashPoint;
import io.vertx.mutiny.sqlclient.Cursor;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.PreparedStatement;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The connection of one transaction. Writes are pipelined: sent at once, awaited before the commit. A write that fails fails every
 * later statement of the transaction too, so nothing is lost by waiting late.
 */
final class PgSession {
    private static final Logger LOG = Logger.getLogger(PgSession.class);

    private static final int ROWS = 5_000;

    private final SqlConnection connection;
    private final List<CompletableFuture<RowSet<Row>>> underWay = new ArrayList<>();

    private PgSession(SqlConnection connection) {
        this.connection = connection;
    }

    /** Does {@code work} in one transaction on the calling thread; whatever it throws rolls back. */
    static <T> T transaction(Pool pool, Function<PgSession, T> work) {
        return transaction(
                pool,
                CrashPoint.RATING_COMMAND_BEFORE_COMMIT::here,
                CrashPoint.RATING_COMMAND_AFTER_COMMIT::here,
                work);
    }

    /** The same for a unit of work of a partition. */
    static <T> T unit(Pool pool, Function<PgSession, T> work) {
        return transaction(
                pool, CrashPoint.RATING_UNIT_BEFORE_COMMIT::here, CrashPoint.RATING_UNIT_AFTER_COMMIT::here, work);
    }

    /** The same for what reads only. */
    static <T> T reading(Pool pool, Function<PgSession, T> work) {
        return transaction(pool, () -> {}, () -> {}, work);
    }

    private static <T> T transaction(
            Pool pool, Runnable beforeCommit, Runnable afterCommit, Function<PgSession, T> work) {
        SqlConnection connection = Await.result(pool.getConnection());
        try {
            Transaction transaction = Await.result(connection.begin());
            PgSession session = new PgSession(connection);
            T result;
            try {
                result = work.apply(session);
                session.flush();
            } catch (RuntimeException | Error failure) {
                rollBack(transaction);
                throw failure;
            }
            beforeCommit.run();
            Await.result(transaction.commit());
            afterCommit.run();
            return result;
        } finally {
            connection.closeAndForget();
        }
    }

    RowSet<Row> rows(String sql, Object... parameters) {
        return rows(sql, Tuple.from(parameters));
    }

    RowSet<Row> rows(String sql, Tuple parameters) {
        return Await.result(connection.preparedQuery(sql).execute(parameters));
    }

    /** Hands the rows to {@code each} as they come, a few thousand at a time. */
    void stream(String sql, Tuple parameters, Consumer<Row> each) {
        stream(sql, parameters, ROWS, each);
    }

    /** The same, so many rows at a time. */
    void stream(String sql, Tuple parameters, int atATime, Consumer<Row> each) {
        PreparedStatement statement = Await.result(connection.prepare(sql));
        Cursor cursor = statement.cursor(parameters);
        CompletableFuture<RowSet<Row>> next = cursor.read(atATime).subscribeAsCompletionStage();
        while (next != null) {
            RowSet<Row> rows = Await.result(Uni.createFrom().completionStage(next));
            // The database reads on while these are looked at. Fewer rows than asked for are the last ones; whether the
            // cursor has more must not be asked here: it may not know yet that it was read when its first rows come.
            next = rows.size() == atATime ? cursor.read(atATime).subscribeAsCompletionStage() : null;
            rows.forEach(each);
        }
        Await.result(cursor.close());
        Await.result(statement.close());
    }

    void write(String sql, Tuple parameters) {
        underWay.add(connection.preparedQuery(sql).execute(parameters).subscribeAsCompletionStage());
    }

    /** Waits for every write; the first failure is thrown. */
    private void flush() {
        for (CompletableFuture<RowSet<Row>> write : underWay) {
            Await.result(Uni.createFrom().completionStage(write));
        }
        underWay.clear();
    }

    /** A connection that is lost has rolled back by itself. */
    private static void rollBack(Transaction transaction) {
        try {
            Await.result(transaction.rollback());
        } catch (RuntimeException lost) {
            LOG.debugf(lost, "The roll back was not needed any more");
        }
    }
}
