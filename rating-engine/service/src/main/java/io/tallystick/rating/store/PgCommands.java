package io.tallystick.rating.store;

import io.tallystick.rating.app.Commands.Answered;
import io.tallystick.rating.app.Commands.CommandKey;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Statements on commands that came with an {@code Idempotency-Key}. */
final class PgCommands {
    private static final String FORGET = "DELETE FROM command WHERE created_at < $1";
    private static final String CLAIM = """
            INSERT INTO command (scope, key, fingerprint, answer, created_at) VALUES ($1, $2, $3, '', $4)
            ON CONFLICT (scope, key) DO NOTHING""";
    private static final String ANSWERED = "SELECT fingerprint, answer FROM command WHERE scope = $1 AND key = $2";
    private static final String ANSWER = "UPDATE command SET answer = $3 WHERE scope = $1 AND key = $2";

    /** How long a command is remembered. */
    private static final Duration REMEMBERED = Duration.ofDays(7);

    private PgCommands() {}

    /** Of two commands with one key the second waits at the unique row, and then sees the answer of the first. */
    static Optional<Answered> answered(PgSession session, CommandKey key, Instant now) {
        session.rows(FORGET, Columns.utc(now.minus(REMEMBERED)));
        boolean first = session.rows(CLAIM, key.scope(), key.key(), key.fingerprint(), Columns.utc(now))
                        .rowCount()
                == 1;
        if (first) {
            return Optional.empty();
        }
        Row row = session.rows(ANSWERED, key.scope(), key.key()).iterator().next();
        return Optional.of(new Answered(row.getString(0), row.getString(1)));
    }

    static void answer(PgSession session, CommandKey key, String answer) {
        session.rows(ANSWER, key.scope(), key.key(), answer);
    }
}
