package io.tallystick.invoice.store;

import io.tallystick.invoice.app.CloseView;
import io.tallystick.invoice.assembly.Carried;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.invoice.assembly.Comparison;
import io.tallystick.invoice.assembly.Outcome;
import io.tallystick.invoice.assembly.Proof;
import io.tallystick.schemas.json.Json;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Rows of {@code billing.close} as the states that they stand for. */
final class PgCloseRows {
    static final String COLUMNS = """
            id, cutoff, previous_cutoff, state, drive, requested_at, requested_by, usage_partitions, rated_partitions,
            sealed_by, differences::text AS differences, proof::text AS proof, carried::text AS carried,
            review::text AS review, review_rest::text AS review_rest, customers, approved_by, approved_at, cancelled_by, cancelled_at, cancel_reason, finalized_at,
            outcome::text AS outcome, completed_at, idempotency_fingerprint, verify
            """;

    static final String RUNNING = "state NOT IN ('completed', 'cancelled')";

    private PgCloseRows() {}

    static Close close(Row row) {
        Close.Request request = new Close.Request(
                row.getString("id"),
                Sql.instant(row, "cutoff"),
                Sql.instant(row, "previous_cutoff"),
                Sql.instant(row, "requested_at"),
                row.getString("requested_by"),
                Close.Drive.valueOf(row.getString("drive").toUpperCase(Locale.ROOT)),
                row.getBoolean("verify"));
        Optional<Close.Barrier> barrier = row.getInteger("usage_partitions") == null
                ? Optional.empty()
                : Optional.of(
                        new Close.Barrier(row.getInteger("usage_partitions"), row.getInteger("rated_partitions")));
        Instant finalizedAt = Sql.instant(row, "finalized_at");
        String state = row.getString("state");
        return switch (state) {
            case "planned" -> new Close.Planned(request);
            case "sealing" -> new Close.Sealing(request, barrier, Optional.ofNullable(cancellation(row)));
            case "review" ->
                new Close.Review(request, barrier.orElseThrow(), proof(row), row.getString("review") != null);
            case "approved" -> new Close.Approved(request, barrier.orElseThrow(), proof(row), approval(row));
            case "finalizing" ->
                new Close.Finalizing(request, barrier.orElseThrow(), proof(row), approval(row), finalizedAt);
            case "completed" ->
                new Close.Completed(
                        request,
                        barrier.orElseThrow(),
                        proof(row),
                        approval(row),
                        finalizedAt,
                        outcome(row),
                        Sql.instant(row, "completed_at"));
            case "cancelled" -> new Close.Cancelled(request, cancellation(row));
            default -> throw new IllegalStateException("close " + request.id() + " is in an unknown state: " + state);
        };
    }

    /** Holds the close against changes of its state, and says whether it is in this one. Others may hold it likewise. */
    static boolean isShared(SqlClient client, String id, String state) {
        return Sql.rows(client, "SELECT state FROM billing.close WHERE id = $1 FOR SHARE", id)
                .getFirst()
                .getString("state")
                .equals(state);
    }

    /** Holds the close alone. */
    static Optional<Row> lock(SqlClient client, String id) {
        return Sql.rows(client, "SELECT " + COLUMNS + " FROM billing.close WHERE id = $1 FOR UPDATE", id).stream()
                .findFirst();
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

    static CloseView.Review review(Row row) {
        return read(row, "review", CloseView.Review.class);
    }

    /** What the drafts come to that are not made anew at the moment; null if all of them are. */
    static CloseView.Review reviewRest(Row row) {
        return read(row, "review_rest", CloseView.Review.class);
    }

    static Close.Approval approval(Row row) {
        return row.getString("approved_by") == null
                ? null
                : new Close.Approval(row.getString("approved_by"), Sql.instant(row, "approved_at"));
    }

    static Close.Cancellation cancellation(Row row) {
        return row.getString("cancelled_by") == null
                ? null
                : new Close.Cancellation(
                        row.getString("cancelled_by"),
                        row.getString("cancel_reason"),
                        Sql.instant(row, "cancelled_at"));
    }

    static List<Comparison.Difference> differences(Row row) {
        Comparison.Difference[] kept = read(row, "differences", Comparison.Difference[].class);
        return kept == null ? List.of() : List.of(kept);
    }

    static void keep(SqlClient client, String id, List<Comparison.Difference> differences) {
        Sql.change(
                client, "UPDATE billing.close SET differences = $2::text::json WHERE id = $1", id, text(differences));
    }

    static String text(Object value) {
        return new String(Json.bytes(value), StandardCharsets.UTF_8);
    }

    private static <T> T read(Row row, String column, Class<T> type) {
        String text = row.getString(column);
        return text == null ? null : Json.read(text.getBytes(StandardCharsets.UTF_8), type);
    }
}
