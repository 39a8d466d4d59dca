package io.tallystick.rating.store;

import io.tallystick.rating.app.Correction;
import io.tallystick.rating.app.Identity;
import io.tallystick.schemas.usage.UsageEvent;
import io.vertx.mutiny.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Statements on corrections. */
final class CorrectionSql {
    private static final String COLUMNS = """
        SELECT id, kind, customer_id, source, event_id, reason, author, requested_at, replacement, announced,
               applied_offset, outcome FROM correction
        """;

    static final String FIND = COLUMNS + " WHERE id = $1";

    static final String OF_COMMAND = """
            SELECT id, kind, customer_id, source, event_id, reason, author, requested_at, replacement, announced,
                   applied_offset, outcome, fingerprint FROM correction WHERE command_scope = $1 AND command_key = $2""";

    static final String LIST = COLUMNS + """
            WHERE id < $1 AND ($2::text IS NULL OR customer_id = $2) ORDER BY id DESC LIMIT $3""";

    static final String OF_EVENT = COLUMNS + """
            WHERE customer_id = $1 AND source = $2 AND (event_id = $3 OR replacement_id = $3) ORDER BY id""";

    static final String UNANNOUNCED = COLUMNS + " WHERE NOT announced ORDER BY id LIMIT $1";

    static final String ANNOUNCED = "UPDATE correction SET announced = true WHERE id = $1";

    static final String ADD = """
            INSERT INTO correction (id, kind, customer_id, source, event_id, reason, author, requested_at, replacement,
                                    replacement_id, command_scope, command_key, fingerprint)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING""";

    static final String CORRECTED =
            "UPDATE correction SET applied_offset = $2, outcome = $3, announced = true WHERE id = $1";

    private CorrectionSql() {}

    static Correction correction(Row row) {
        Identity event = new Identity(row.getString(2), row.getString(3), row.getString(4));
        return new Correction(
                row.getUUID(0).toString(),
                Correction.Kind.valueOf(row.getString(1).toUpperCase(Locale.ROOT)),
                event,
                row.getString(5),
                row.getString(6),
                row.getOffsetDateTime(7).toInstant(),
                Optional.ofNullable(row.getString(8)).map(CorrectionSql::event),
                row.getBoolean(9),
                Optional.ofNullable(row.getLong(10)),
                Optional.ofNullable(row.getString(11)));
    }

    static String text(UsageEvent event) {
        return new String(io.tallystick.schemas.json.Json.bytes(Kept.of(event)), StandardCharsets.UTF_8);
    }

    private static UsageEvent event(String text) {
        Kept kept = io.tallystick.schemas.json.Json.read(text.getBytes(StandardCharsets.UTF_8), Kept.class);
        return new UsageEvent(kept.id(), kept.source(), kept.type(), kept.subject(), kept.time(), kept.data());
    }

    /** An event in structured mode. */
    private record Kept(
            String specversion,
            String id,
            String source,
            String type,
            String subject,
            Instant time,
            com.fasterxml.jackson.databind.JsonNode data) {
        static Kept of(UsageEvent event) {
            return new Kept(
                    "1.0",
                    event.id(),
                    event.source(),
                    event.type(),
                    event.customerId(),
                    event.occurredAt(),
                    event.data().tree());
        }
    }
}
