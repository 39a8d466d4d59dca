package io.tallystick.invoice.store;

import io.tallystick.invoice.app.CommandKey;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.problem.ProblemException;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A command in one transaction; one that is repeated with its key gets the answer of the first. */
final class PgCommand {
    private static final String TAKE = """
            INSERT INTO billing.command (scope, key, fingerprint, answer) VALUES ($1, $2, $3, 'null')
            ON CONFLICT (scope, key) DO NOTHING
            """;

    private static final String TELL = """
            INSERT INTO billing.outbox (event_id, type, customer_id, occurred_at, content) VALUES ($1, $2, $3, $4, $5::text::json)
            ON CONFLICT (event_id) WHERE content IS NOT NULL DO NOTHING
            """;

    private PgCommand() {}

    static <T> T once(Pool pool, Optional<CommandKey> once, Class<T> type, Function<SqlConnection, T> work) {
        return Sql.inTransaction(pool, connection -> {
            if (once.isEmpty()) {
                return work.apply(connection);
            }
            CommandKey key = once.get();
            if (Sql.change(connection, TAKE, key.scope(), key.key(), key.fingerprint()) == 0) {
                return repeated(connection, key, type);
            }
            T answer = work.apply(connection);
            Sql.change(
                    connection,
                    "UPDATE billing.command SET answer = $3::text::json WHERE scope = $1 AND key = $2",
                    key.scope(),
                    key.key(),
                    PgCloseRows.text(answer));
            return answer;
        });
    }

    private static <T> T repeated(SqlConnection connection, CommandKey key, Class<T> type) {
        List<Row> first = Sql.rows(
                connection,
                "SELECT fingerprint, answer::text AS answer FROM billing.command WHERE scope = $1 AND key = $2",
                key.scope(),
                key.key());
        if (!first.getFirst().getString("fingerprint").equals(key.fingerprint())) {
            throw ProblemException.of(
                    422,
                    "idempotency_key_reused",
                    "Idempotency-Key \"" + key.key() + "\" was used for another request; use a new one");
        }
        return Json.read(first.getFirst().getString("answer").getBytes(StandardCharsets.UTF_8), type);
    }

    /** What happened goes to {@code billing.events}, in the transaction in which it happened. */
    static void tell(
            SqlConnection connection, String id, String type, String customerId, Instant occurredAt, Object data) {
        Sql.change(connection, TELL, type + ":" + id, type, customerId, Sql.time(occurredAt), PgCloseRows.text(data));
    }
}
