package io.tallystick.invoice.store;

import io.tallystick.invoice.assembly.Carried;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.invoice.assembly.Comparison;
import io.tallystick.invoice.assembly.Outcome;
import io.tallystick.invoice.assembly.Proof;
import io.tallystick.schemas.json.Json;
import io.vertx.mutiny.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Rows of {@code billing.close} as the states that they stand for. */
final class PgCloseRows {
    static final String COLUMNS = """
            id, cutoff, previous_cutoff, state, requested_at, requested_by, usage_partitions, rated_partitions,
            differences::text AS differences, proof::text AS proof, carried::text AS carried, finalized_at,
            outcome::text AS outcome, completed_at, idempotency_fingerprint
            """;

    private PgCloseRows() {}

    static Close close(Row row) {
        Close.Request request = new Close.Request(
                row.getString("id"),
                Sql.instant(row, "cutoff"),
                Sql.instant(row, "previous_cutoff"),
                Sql.instant(row, "requested_at"),
                row.getString("requested_by"));
        String state = row.getString("state");
        if (state.equals("sealing")) {
            return new Close.Sealing(request);
        }
        Close.Barrier barrier =
                new Close.Barrier(row.getInteger("usage_partitions"), row.getInteger("rated_partitions"));
        Instant finalizedAt = Sql.instant(row, "finalized_at");
        return switch (state) {
            case "collecting" -> new Close.Collecting(request, barrier);
            case "invoicing" -> new Close.Invoicing(request, barrier, proof(row), finalizedAt);
            case "completed" ->
                new Close.Completed(
                        request, barrier, proof(row), finalizedAt, outcome(row), Sql.instant(row, "completed_at"));
            default -> throw new IllegalStateException("close " + request.id() + " is in an unknown state: " + state);
        };
    }

    static Proof proof(Row row) {
        return read(row, "proof", Proof.class);
    }

    static Outcome outcome(Row row) {
        return read(row, "outcome", Outcome.class);
    }

    static Carried carried(Row row) {
        return read(row, "carried", Carried.class);
    }

    static List<Comparison.Difference> differences(Row row) {
        Comparison.Difference[] kept = read(row, "differences", Comparison.Difference[].class);
        return kept == null ? List.of() : List.of(kept);
    }

    static String text(Object value) {
        return new String(Json.bytes(value), StandardCharsets.UTF_8);
    }

    private static <T> T read(Row row, String column, Class<T> type) {
        String text = row.getString(column);
        return text == null ? null : Json.read(text.getBytes(StandardCharsets.UTF_8), type);
    }
}
