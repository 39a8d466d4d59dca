package io.tallystick.invoice.store;

import io.smallrye.mutiny.Uni;
import io.tallystick.invoice.app.Unstorable;
import io.tallystick.schemas.crash.CrashPoint;
import io.tallystick.schemas.id.Hash128;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** What all statements have in common. */
final class Sql {
    /** Longer than any statement of a close on millions of lines; a broken connection is noticed long before. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final int HASH_DIGITS = 32;
    private static final Set<String> REFUSALS = Set.of("22", "23", "54");

    private Sql() {}

    /**
     * Runs {@code work} in a transaction on the calling thread. Blocks; what {@code work} throws rolls back.
     *
     * @throws Unstorable if the database refuses the data themselves
     */
    static <T> T inTransaction(Pool pool, Function<SqlConnection, T> work) {
        return inTransaction(
                pool, CrashPoint.INVOICE_COMMAND_BEFORE_COMMIT, CrashPoint.INVOICE_COMMAND_AFTER_COMMIT, work);
    }

    /** The same for one whose places to crash have names of their own. */
    static <T> T inTransaction(Pool pool, CrashPoint before, CrashPoint after, Function<SqlConnection, T> work) {
        SqlConnection connection = await(pool.getConnection());
        try {
            Transaction transaction = await(connection.begin());
            try {
                T result = work.apply(connection);
                before.here();
                await(transaction.commit());
                after.here();
                return result;
            } catch (RuntimeException failed) {
                transaction.rollback().onFailure().recoverWithNull().await().atMost(PATIENCE);
                throw refusedOr(failed);
            }
        } finally {
            connection.close().onFailure().recoverWithNull().await().atMost(PATIENCE);
        }
    }

    /** The rows of a statement. Blocks. */
    static List<Row> rows(SqlClient client, String sql, Object... parameters) {
        return list(await(client.preparedQuery(sql).execute(Tuple.from(parameters))));
    }

    /** How many rows a statement changed. Blocks. */
    static int change(SqlClient client, String sql, Object... parameters) {
        return await(client.preparedQuery(sql).execute(Tuple.from(parameters))).rowCount();
    }

    /** The rows of a statement, without blocking. */
    static Uni<List<Row>> rowsLater(SqlClient client, String sql, Object... parameters) {
        return client.preparedQuery(sql).execute(Tuple.from(parameters)).map(Sql::list);
    }

    static <T> T await(Uni<T> later) {
        return later.await().atMost(PATIENCE);
    }

    static OffsetDateTime time(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    static Instant instant(Row row, String column) {
        OffsetDateTime value = row.getOffsetDateTime(column);
        return value == null ? null : value.toInstant();
    }

    /** 32 hex digits as the 128 bits that the database keeps. */
    static UUID uuid(String hex) {
        Hash128 bits = Hash128.parse(hex);
        return new UUID(bits.high(), bits.low());
    }

    /** Whether a text from outside is 32 hex digits. */
    static boolean isHash(String text) {
        return text.length() == HASH_DIGITS && text.chars().allMatch(HexFormat::isHexDigit);
    }

    static String hex(UUID uuid) {
        return new Hash128(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits()).toString();
    }

    private static List<Row> list(RowSet<Row> rows) {
        return rows.stream().toList();
    }

    private static RuntimeException refusedOr(RuntimeException failed) {
        return refusal(failed).<RuntimeException>map(Unstorable::new).orElse(failed);
    }

    /** Whether the database refused the data themselves; anything else may pass. */
    static boolean isRefusal(Throwable failure) {
        return refusal(failure).isPresent();
    }

    /** Classes 22 (data), 23 (constraint) and 54 (limit) come from the data; all others may pass. */
    private static Optional<PgException> refusal(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof PgException)) {
            cause = cause.getCause();
        }
        return Optional.ofNullable((PgException) cause)
                .filter(refused -> refused.getSqlState() != null
                        && REFUSALS.contains(refused.getSqlState().substring(0, 2)));
    }
}
