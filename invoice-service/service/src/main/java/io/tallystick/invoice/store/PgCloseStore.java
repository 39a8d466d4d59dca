package io.tallystick.invoice.store;

import io.smallrye.mutiny.Uni;
import io.tallystick.invoice.app.BillingRules;
import io.tallystick.invoice.app.CloseStore;
import io.tallystick.invoice.app.CloseView;
import io.tallystick.invoice.app.Drafting;
import io.tallystick.invoice.app.InvoiceMaker;
import io.tallystick.invoice.app.Issue;
import io.tallystick.invoice.app.LockedClose;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.invoice.assembly.Comparison;
import io.tallystick.schemas.crash.CrashPoint;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Closes and their work. */
@Singleton
class PgCloseStore implements CloseStore {
    private final Pool pool;
    private final BillingRules rules;
    private final PgCloseViews views;
    private final PgCloseStarts starts;
    private final PgClaims claims = new PgClaims();

    PgCloseStore(Pool pool, BillingRules rules) {
        this.pool = pool;
        this.rules = rules;
        this.views = new PgCloseViews(pool);
        this.starts = new PgCloseStarts(pool, views);
    }

    @Override
    public Uni<Start> start(Close.Request request, boolean begin, Optional<Once> once) {
        return starts.start(request, begin, once);
    }

    @Override
    public Uni<Optional<CloseView>> find(String id) {
        return views.find(id);
    }

    @Override
    public Uni<List<CloseView>> list(Optional<Instant> before, int limit) {
        return views.list(before, limit);
    }

    @Override
    public Optional<Close> running() {
        return Sql.rows(pool, "SELECT " + PgCloseRows.COLUMNS + " FROM billing.close WHERE " + PgCloseRows.RUNNING)
                .stream()
                .findFirst()
                .map(PgCloseRows::close);
    }

    @Override
    public <T> Optional<T> change(String id, Function<LockedClose, T> work) {
        return step(
                CrashPoint.INVOICE_STEP_BEFORE_COMMIT,
                CrashPoint.INVOICE_STEP_AFTER_COMMIT,
                connection ->
                        PgCloseRows.lock(connection, id).map(row -> work.apply(new PgLockedClose(connection, row))));
    }

    /**
     * A step in one transaction. Its statements are planned for what they are asked: a plan that was kept while the tables were small would
     * read all of a million rows for each batch.
     */
    private <T> T step(CrashPoint before, CrashPoint after, Function<SqlConnection, T> work) {
        return Sql.inTransaction(pool, before, after, connection -> {
            Sql.change(connection, "SET LOCAL plan_cache_mode = force_custom_plan");
            return work.apply(connection);
        });
    }

    @Override
    public void barrierWritten(Close.Sealing close) {
        Close.Barrier barrier = close.barrier().orElseThrow();
        Sql.change(pool, """
                UPDATE billing.close SET usage_partitions = $2, rated_partitions = $3
                WHERE id = $1 AND state = 'sealing' AND usage_partitions IS NULL
                """, close.request().id(), barrier.usagePartitions(), barrier.ratedPartitions());
    }

    @Override
    public String answeredUnder(String closeId) {
        return Sql.rows(pool, "SELECT COALESCE(sealed_by, id) AS id FROM billing.close WHERE id = $1", closeId)
                .getFirst()
                .getString("id");
    }

    @Override
    public Comparison prove(Close.Sealing close) {
        return step(
                CrashPoint.INVOICE_PROOF_BEFORE_COMMIT,
                CrashPoint.INVOICE_PROOF_AFTER_COMMIT,
                connection -> new PgSealing(connection, close.request().id()).prove());
    }

    @Override
    public int draft(Close.Review close, int customers, Drafting drafting) {
        PgClaims.Turn turn = claims.turn(close.request().id(), "pending");
        int done = step(
                CrashPoint.INVOICE_DRAFTS_BEFORE_COMMIT,
                CrashPoint.INVOICE_DRAFTS_AFTER_COMMIT,
                connection -> new PgDraftBatch(connection, rules, close).run(customers, drafting, turn));
        turn.done();
        return done;
    }

    @Override
    public boolean reviewed(Close.Review close) {
        return step(
                CrashPoint.INVOICE_REVIEW_BEFORE_COMMIT,
                CrashPoint.INVOICE_REVIEW_AFTER_COMMIT,
                connection -> PgReviewSummary.store(connection, close));
    }

    @Override
    public int invoice(Close.Finalizing close, Issue issue, int customers, InvoiceMaker maker) {
        PgClaims.Turn turn = claims.turn(close.request().id(), "drafted");
        int done = step(
                CrashPoint.INVOICE_BATCH_BEFORE_COMMIT,
                CrashPoint.INVOICE_BATCH_AFTER_COMMIT,
                connection -> new PgInvoiceBatch(connection, close, issue, rules).run(customers, maker, turn));
        turn.done();
        return done;
    }

    @Override
    public Optional<List<Comparison.Difference>> complete(Close.Finalizing close, Instant completedAt) {
        return step(
                CrashPoint.INVOICE_COMPLETION_BEFORE_COMMIT, CrashPoint.INVOICE_COMPLETION_AFTER_COMMIT, connection -> {
                    String id = close.request().id();
                    boolean still = PgCloseRows.lock(connection, id)
                            .filter(row -> row.getString("state").equals(close.state()))
                            .isPresent();
                    if (!still) {
                        return Optional.of(List.of());
                    }
                    PgOutcome outcome = new PgOutcome(connection, close);
                    if (outcome.isWorkLeft()) {
                        return Optional.empty();
                    }
                    List<Comparison.Difference> differences = outcome.differences();
                    if (differences.isEmpty()) {
                        outcome.complete(completedAt);
                    } else {
                        PgCloseRows.keep(connection, id, differences);
                    }
                    return Optional.of(differences);
                });
    }
}
