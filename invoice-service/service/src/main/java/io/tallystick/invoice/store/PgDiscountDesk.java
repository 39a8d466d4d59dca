package io.tallystick.invoice.store;

import io.tallystick.invoice.app.DiscountDesk;
import io.tallystick.invoice.assembly.DiscountDefinition;
import io.tallystick.schemas.problem.Problem.FieldError;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.schemas.time.Micros;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** Discounts and who has them. */
@Singleton
class PgDiscountDesk implements DiscountDesk {
    private static final String DISCOUNTS = """
            SELECT code, definition::text AS definition, max_redemptions, redeemed, ended_at, version FROM billing.discount
            """;

    private static final String INSERT = """
            INSERT INTO billing.discount (code, definition, everyone, max_redemptions, version, updated_at)
            VALUES ($1, $2::text::json, $3, $4, 0, $5) ON CONFLICT (code) DO NOTHING
            """;

    private static final String UPDATE = """
            UPDATE billing.discount SET definition = $2::text::json, everyone = $3, max_redemptions = $4,
                version = version + 1, updated_at = $5
            WHERE code = $1
            """;

    private static final String GIVE = """
            INSERT INTO billing.customer_discount AS held (customer_id, code, applied_at, max_redemptions)
            VALUES ($1, $2, $3, $4)
            ON CONFLICT (customer_id, code) DO UPDATE SET removed_at = NULL, applied_at = excluded.applied_at
            WHERE held.removed_at IS NOT NULL
            """;

    private static final String HELD = """
            SELECT customer_id, code, applied_at, redeemed, removed_at FROM billing.customer_discount WHERE customer_id = $1
            """;

    private final Pool pool;
    private final InstantSource clock;

    PgDiscountDesk(Pool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
    }

    @Override
    public List<Discount> discounts() {
        return Sql.rows(pool, DISCOUNTS + " ORDER BY code").stream()
                .map(PgDiscountDesk::discount)
                .toList();
    }

    @Override
    public Optional<Discount> discount(String code) {
        return discount(pool, code, "");
    }

    private static Optional<Discount> discount(SqlClient client, String code, String lock) {
        return Sql.rows(client, DISCOUNTS + " WHERE code = $1" + lock, code).stream()
                .findFirst()
                .map(PgDiscountDesk::discount);
    }

    @Override
    public Discount put(DiscountDefinition definition, IntConsumer readVersion) {
        return Sql.inTransaction(pool, connection -> {
            Object[] row = {
                definition.code(),
                PgCloseRows.text(definition),
                definition.everyone(),
                definition.maxRedemptions(),
                Sql.time(now())
            };
            if (Sql.change(connection, INSERT, row) == 0) {
                Discount present =
                        discount(connection, definition.code(), " FOR UPDATE").orElseThrow();
                readVersion.accept(present.version());
                if (definition.maxRedemptions() != null && definition.maxRedemptions() < present.redeemed()) {
                    throw ProblemException.of(
                            409,
                            "already_redeemed",
                            "discount " + definition.code() + " was redeemed " + present.redeemed() + " times already",
                            new FieldError(
                                    "/maxRedemptions",
                                    definition.maxRedemptions().toString(),
                                    "at least " + present.redeemed(),
                                    "already_redeemed"));
                }
                Sql.change(connection, UPDATE, row);
            }
            return discount(connection, definition.code(), "").orElseThrow();
        });
    }

    @Override
    public Discount end(String code) {
        return Sql.inTransaction(pool, connection -> {
            Sql.change(
                    connection,
                    "UPDATE billing.discount SET ended_at = $2, version = version + 1 WHERE code = $1 AND ended_at IS NULL",
                    code,
                    Sql.time(now()));
            return discount(connection, code, "")
                    .orElseThrow(() -> ProblemException.of(404, "not_found", "there is no discount \"" + code + "\""));
        });
    }

    @Override
    public List<Held> of(String customerId) {
        return Sql.rows(pool, HELD + " ORDER BY code", customerId).stream()
                .map(PgDiscountDesk::held)
                .toList();
    }

    @Override
    public Held give(String customerId, String code) {
        return Sql.inTransaction(pool, connection -> {
            PgCustomers.mustExist(connection, customerId);
            Discount discount = discount(connection, code, " FOR SHARE")
                    .orElseThrow(() -> refused(422, "unknown_coupon", code, "the code of a coupon"));
            Instant now = now();
            DiscountDefinition definition = discount.definition();
            if (discount.endedAt() != null || definition.endedBefore(now)) {
                throw refused(409, "coupon_expired", code, "a coupon that has not expired");
            }
            if (definition.maxRedemptions() != null && discount.redeemed() >= definition.maxRedemptions()) {
                throw refused(409, "coupon_exhausted", code, "a coupon that is not used up");
            }
            int given = Sql.change(connection, GIVE, customerId, code, Sql.time(now), definition.maxPerCustomer());
            if (given == 0) {
                throw refused(409, "coupon_already_applied", code, "a coupon that the customer does not have yet");
            }
            return held(connection, customerId, code);
        });
    }

    @Override
    public Held take(String customerId, String code) {
        return Sql.inTransaction(pool, connection -> {
            int taken = Sql.change(
                    connection,
                    "UPDATE billing.customer_discount SET removed_at = COALESCE(removed_at, $3) WHERE customer_id = $1 AND code = $2",
                    customerId,
                    code,
                    Sql.time(now()));
            if (taken == 0) {
                throw ProblemException.of(
                        404, "not_found", "customer \"" + customerId + "\" has no discount \"" + code + "\"");
            }
            return held(connection, customerId, code);
        });
    }

    private static Held held(SqlConnection connection, String customerId, String code) {
        return held(
                Sql.rows(connection, HELD + " AND code = $2", customerId, code).getFirst());
    }

    private static ProblemException refused(int status, String code, String value, String rule) {
        return ProblemException.of(
                status, code, "\"" + value + "\" is not " + rule, new FieldError("/code", value, rule, code));
    }

    private Instant now() {
        return Micros.truncate(clock.instant());
    }

    private static Discount discount(Row row) {
        return new Discount(
                PgTerms.definition(row),
                row.getInteger("redeemed"),
                Sql.instant(row, "ended_at"),
                row.getInteger("version"));
    }

    private static Held held(Row row) {
        return new Held(
                row.getString("customer_id"),
                row.getString("code"),
                Sql.instant(row, "applied_at"),
                row.getInteger("redeemed"),
                Sql.instant(row, "removed_at"));
    }
}
