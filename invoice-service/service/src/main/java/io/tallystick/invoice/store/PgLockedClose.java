package io.tallystick.invoice.store;

import io.tallystick.invoice.app.CloseView;
import io.tallystick.invoice.app.LockedClose;
import io.tallystick.invoice.assembly.Close;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A close whose row is held until the transaction ends. */
final class PgLockedClose implements LockedClose {
    private static final String CANCELLED = """
            UPDATE billing.close SET state = $2, cancelled_by = $3, cancel_reason = $4, cancelled_at = $5 WHERE id = $1
            """;

    private static final String RELEASED = """
            UPDATE billing.close_work SET state = 'released' WHERE close_id = $1 AND state IN ('pending', 'drafted')
            """;

    private static final String REDRAFT = """
            UPDATE billing.close_work SET state = 'pending', lines = NULL, code = NULL, detail = NULL
            WHERE close_id = $1 AND (state = 'exception' OR $2 AND state = 'drafted')
            """;

    private static final String REDRAFT_SOME = """
            UPDATE billing.close_work SET state = 'pending', lines = NULL, code = NULL, detail = NULL
            WHERE close_id = $1 AND customer_id = ANY($2) AND state IN ('drafted', 'exception', 'pending')
            RETURNING customer_id
            """;

    private static final String AGAIN = """
            INSERT INTO billing.close_again (close_id, customer_id)
            SELECT $1, customer_id FROM UNNEST($2::text[]) AS asked (customer_id) ON CONFLICT DO NOTHING RETURNING customer_id
            """;

    private final SqlConnection connection;
    private final Row row;
    private final Close close;
    private final String id;

    PgLockedClose(SqlConnection connection, Row row) {
        this.connection = connection;
        this.row = row;
        this.close = PgCloseRows.close(row);
        this.id = close.request().id();
    }

    @Override
    public Close close() {
        return close;
    }

    @Override
    public Facts facts() {
        long open = Sql.rows(connection, PgObstacles.COUNTS, id).getFirst().getLong("left_open");
        Set<String> waivers = Sql.rows(
                        connection,
                        "SELECT DISTINCT waived_by FROM billing.close_exception WHERE close_id = $1 AND state = 'waived'",
                        id)
                .stream()
                .map(waived -> waived.getString("waived_by"))
                .collect(Collectors.toSet());
        CloseView.Review review = PgCloseRows.review(row);
        return new Facts(open, waivers, review == null ? Map.of() : review.owed());
    }

    @Override
    public void apply(Close next) {
        switch (next) {
            case Close.Sealing sealing ->
                sealing.cancellation()
                        .ifPresentOrElse(given -> cancelled(next, given), () -> change("state = 'sealing'"));
            case Close.Review review -> change(review.drafted() ? "state = 'review'" : "review = NULL");
            case Close.Approved approved ->
                change(
                        "state = 'approved', approved_by = $2, approved_at = $3",
                        approved.approval().by(),
                        Sql.time(approved.approval().at()));
            case Close.Finalizing finalizing ->
                change("state = 'finalizing', finalized_at = $2", Sql.time(finalizing.finalizedAt()));
            case Close.Cancelled cancelled -> {
                cancelled(next, cancelled.cancellation());
                Sql.change(connection, RELEASED, id);
                PgReviewSummary.forgetRest(connection, id);
            }
            case Close.Planned _, Close.Completed _ ->
                throw new IllegalArgumentException("nothing leads to " + next.state() + " here");
        }
    }

    private void cancelled(Close next, Close.Cancellation given) {
        Sql.change(connection, CANCELLED, id, next.state(), given.by(), given.reason(), Sql.time(given.at()));
    }

    private void change(String columns, Object... values) {
        Object[] parameters = new Object[values.length + 1];
        parameters[0] = id;
        System.arraycopy(values, 0, parameters, 1, values.length);
        Sql.change(connection, "UPDATE billing.close SET " + columns + " WHERE id = $1", parameters);
    }

    @Override
    public void redraft(boolean all) {
        PgReviewSummary.forgetRest(connection, id);
        Sql.change(connection, REDRAFT, id, all);
    }

    @Override
    public List<String> redraft(List<String> customerIds) {
        takeOff(customerIds);
        Set<String> listed = Sql.rows(connection, REDRAFT_SOME, id, customerIds.toArray(String[]::new)).stream()
                .map(one -> one.getString("customer_id"))
                .collect(Collectors.toSet());
        return customerIds.stream().filter(one -> !listed.contains(one)).toList();
    }

    /** Where all drafts stand, those of the others are not summed up again; what theirs came to is taken off the review. */
    private void takeOff(List<String> customerIds) {
        CloseView.Review stands = close instanceof Close.Review review && review.drafted()
                ? PgCloseRows.review(row)
                : PgCloseRows.reviewRest(row);
        if (stands == null || !stands.bills().keySet().equals(stands.totals().keySet())) {
            return;
        }
        String[] again = Sql.rows(connection, AGAIN, id, customerIds.toArray(String[]::new)).stream()
                .map(one -> one.getString("customer_id"))
                .toArray(String[]::new);
        CloseView.Review rest =
                stands.plus(PgReviewSummary.of(connection, id, again).negated());
        Sql.change(
                connection,
                "UPDATE billing.close SET review_rest = $2::text::json WHERE id = $1",
                id,
                PgCloseRows.text(rest));
    }

    @Override
    public Waived waive(List<String> ids, String by, String reason, Instant at) {
        return PgObstacles.waive(connection, id, ids, by, reason, at);
    }
}
