package io.tallystick.invoice.store;

import io.smallrye.mutiny.Uni;
import io.tallystick.invoice.app.BillingRules;
import io.tallystick.invoice.app.CloseReviews;
import io.tallystick.invoice.app.Completeness;
import io.tallystick.invoice.app.Drafting;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.invoice.assembly.Invoice;
import io.tallystick.invoice.review.Obstacle;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what closes say about their drafts. */
@Singleton
class PgCloseReviews implements CloseReviews {
    private static final String DRAFT = """
            close_id, customer_id, currency, line_count, event_count, digest, total::text AS total, previous::text AS previous,
            volume::text AS volume, price::text AS price, tier::text AS tier, mix::text AS mix, add_on::text AS add_on,
            late::text AS late, correction::text AS correction, discount::text AS discount, tax::text AS tax,
            owed::text AS owed, credit::text AS credit, carried_in::text AS carried_in, carried_out::text AS carried_out,
            due::text AS due
            """;

    private final Pool pool;
    private final BillingRules rules;

    PgCloseReviews(Pool pool, BillingRules rules) {
        this.pool = pool;
        this.rules = rules;
    }

    @Override
    public Uni<List<Reviewed>> drafts(String closeId, Optional<Key> after, int limit) {
        return Sql.rowsLater(
                        pool,
                        "SELECT " + DRAFT + " FROM billing.close_draft WHERE close_id = $1"
                                + " AND (customer_id, currency) > ($2, $3) ORDER BY customer_id, currency LIMIT $4",
                        closeId,
                        after.map(Key::customerId).orElse(""),
                        after.map(Key::currency).orElse(""),
                        limit)
                .map(rows -> rows.stream().map(PgCloseReviews::reviewed).toList());
    }

    @Override
    public Uni<List<Reviewed>> biggest(String closeId, int limit) {
        return Sql.rowsLater(
                        pool,
                        "SELECT " + DRAFT + " FROM billing.close_draft AS draft WHERE close_id = $1"
                                + " ORDER BY abs(draft.total - draft.previous) DESC, customer_id, currency LIMIT $2",
                        closeId,
                        limit)
                .map(rows -> rows.stream().map(PgCloseReviews::reviewed).toList());
    }

    private static Reviewed reviewed(Row row) {
        String customer = row.getString("customer_id");
        String currency = row.getString("currency");
        return new Reviewed(
                customer,
                currency,
                Invoice.idOf(row.getString("close_id"), customer, currency),
                row.getInteger("line_count"),
                row.getLong("event_count"),
                row.getString("digest"),
                PgReviewSummary.bill(row),
                PgReviewSummary.variance(row));
    }

    @Override
    public Uni<List<Odd>> anomalies(String closeId, Optional<OddKey> after, int limit) {
        return Sql.rowsLater(
                        pool,
                        """
                        SELECT * FROM billing.close_anomaly
                        WHERE close_id = $1 AND (customer_id, currency, position) > ($2, $3, $4::integer)
                        ORDER BY customer_id, currency, position LIMIT $5
                        """,
                        closeId,
                        after.map(OddKey::customerId).orElse(""),
                        after.map(OddKey::currency).orElse(""),
                        after.map(OddKey::position).orElse(0),
                        limit)
                .map(rows -> rows.stream()
                        .map(row -> new Odd(
                                row.getString("customer_id"),
                                row.getString("currency"),
                                row.getInteger("position"),
                                row.getString("code"),
                                row.getString("score"),
                                row.getString("sentence")))
                        .toList());
    }

    @Override
    public Uni<List<Obstacle>> exceptions(String closeId, Optional<String> state, Optional<String> afterId, int limit) {
        return PgObstacles.page(pool, closeId, state.orElse(null), afterId.orElse(null), limit);
    }

    @Override
    public Uni<Optional<Completeness>> completeness(String closeId) {
        return new PgCompleteness(pool).of(closeId);
    }

    @Override
    public Optional<OfCustomer> draft(Close.Request close, String customerId, Drafting drafting) {
        return Sql.inTransaction(pool, connection -> {
            List<Row> work = Sql.rows(
                    connection,
                    "SELECT state FROM billing.close_work WHERE close_id = $1 AND customer_id = $2",
                    close.id(),
                    customerId);
            if (work.isEmpty()) {
                return Optional.empty();
            }
            List<Reviewed> reviews = Sql.rows(
                            connection,
                            "SELECT " + DRAFT + " FROM billing.close_draft WHERE close_id = $1 AND customer_id = $2"
                                    + " ORDER BY currency",
                            close.id(),
                            customerId)
                    .stream()
                    .map(PgCloseReviews::reviewed)
                    .toList();
            if (!work.getFirst().getString("state").equals("drafted")) {
                return Optional.of(new OfCustomer(customerId, List.of(), List.of(), reviews, List.of()));
            }
            String[] only = {customerId};
            Map<String, Integer> taken = PgPromises.taken(connection, close.id(), only);
            PgDrafter.Drafted made = new PgDrafter(connection, rules, close.cutoff(), drafting, taken)
                    .draft(only)
                    .getFirst();
            List<PgDrafter.Billed> billed = made.reviews().stream()
                    .flatMap(review -> review.draft().stream())
                    .toList();
            return Optional.of(new OfCustomer(
                    customerId,
                    billed.stream().map(PgDrafter.Billed::invoice).toList(),
                    billed.stream().map(PgDrafter.Billed::bill).toList(),
                    reviews,
                    made.reviews().stream()
                            .flatMap(review -> review.anomalies().stream())
                            .toList()));
        });
    }

    @Override
    public Plan plan(Instant cutoff, Instant asOf, int customers, Drafting drafting) {
        return Sql.inTransaction(
                pool,
                connection -> new PgPlan(connection, rules, cutoff, drafting).run(asOf, closedUntil(), customers));
    }

    @Override
    public Optional<Instant> closedUntil() {
        return Optional.ofNullable(Sql.instant(
                Sql.rows(pool, "SELECT closed_until FROM billing.books").getFirst(), "closed_until"));
    }
}
