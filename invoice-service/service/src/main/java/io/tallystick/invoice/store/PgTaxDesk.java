package io.tallystick.invoice.store;

import io.tallystick.invoice.app.TaxDesk;
import io.tallystick.schemas.problem.Problem.FieldError;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.schemas.time.Micros;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** Tax rates and how customers are taxed. */
@Singleton
class PgTaxDesk implements TaxDesk {
    private static final String RATES = """
            SELECT code, name, rate::text AS rate, inclusive, compound, scope, version, updated_at FROM billing.tax_rate
            """;

    private static final String PUT_RATE = """
            INSERT INTO billing.tax_rate (code, name, rate, inclusive, compound, scope, version, updated_at)
            VALUES ($1, $2, $3::text::numeric, $4, $5, $6, $7, $8)
            ON CONFLICT (code) DO UPDATE SET name = excluded.name, rate = excluded.rate, inclusive = excluded.inclusive,
                compound = excluded.compound, scope = excluded.scope, version = excluded.version,
                updated_at = excluded.updated_at
            """;

    private static final String TAXES = """
            SELECT customer_id, treatment, rates, rounded_per, note, version, updated_at FROM billing.customer_tax
            WHERE customer_id = $1
            """;

    private static final String PUT_TAX = """
            INSERT INTO billing.customer_tax (customer_id, treatment, rates, rounded_per, note, version, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (customer_id) DO UPDATE SET treatment = excluded.treatment, rates = excluded.rates,
                rounded_per = excluded.rounded_per, note = excluded.note, version = excluded.version,
                updated_at = excluded.updated_at
            """;

    /** Two who make the same thing at once come one after the other. */
    private static final String ALONE = "SELECT pg_advisory_xact_lock(hashtextextended($1, 50))";

    private final Pool pool;
    private final InstantSource clock;

    PgTaxDesk(Pool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
    }

    @Override
    public List<Rate> rates() {
        return Sql.rows(pool, RATES + " ORDER BY code").stream()
                .map(PgTaxDesk::rate)
                .toList();
    }

    @Override
    public Optional<Rate> rate(String code) {
        return rate(pool, code);
    }

    private static Optional<Rate> rate(SqlClient client, String code) {
        return Sql.rows(client, RATES + " WHERE code = $1", code).stream()
                .findFirst()
                .map(PgTaxDesk::rate);
    }

    @Override
    public Rate put(Rate rate, IntConsumer readVersion) {
        return Sql.inTransaction(pool, connection -> {
            Sql.rows(connection, ALONE, "tax:" + rate.code());
            int version = next(rate(connection, rate.code()).map(Rate::version), readVersion);
            Sql.change(
                    connection,
                    PUT_RATE,
                    rate.code(),
                    rate.name(),
                    rate.rate().toPlainString(),
                    rate.inclusive(),
                    rate.compound(),
                    rate.appliesTo().toArray(String[]::new),
                    version,
                    Sql.time(now()));
            return rate(connection, rate.code()).orElseThrow();
        });
    }

    @Override
    public Optional<CustomerTax> of(String customerId) {
        return of(pool, customerId);
    }

    private static Optional<CustomerTax> of(SqlClient client, String customerId) {
        return Sql.rows(client, TAXES, customerId).stream().findFirst().map(PgTaxDesk::tax);
    }

    @Override
    public CustomerTax put(CustomerTax tax, IntConsumer readVersion) {
        return Sql.inTransaction(pool, connection -> {
            Sql.rows(connection, ALONE, "customer-tax:" + tax.customerId());
            PgCustomers.mustExist(connection, tax.customerId());
            for (int i = 0; i < tax.rates().size(); i++) {
                mustExist(connection, "/rates/" + i, tax.rates().get(i));
            }
            int version = next(of(connection, tax.customerId()).map(CustomerTax::version), readVersion);
            Sql.change(
                    connection,
                    PUT_TAX,
                    tax.customerId(),
                    tax.treatment(),
                    tax.rates().toArray(String[]::new),
                    tax.roundedPer(),
                    tax.note(),
                    version,
                    Sql.time(now()));
            return of(connection, tax.customerId()).orElseThrow();
        });
    }

    private static void mustExist(SqlConnection connection, String pointer, String code) {
        if (rate(connection, code).isEmpty()) {
            throw ProblemException.of(
                    422,
                    "unknown_tax",
                    "there is no tax rate \"" + code + "\"; make it with PUT /v1/taxes/" + code,
                    new FieldError(pointer, code, "the code of a tax rate", "unknown_tax"));
        }
    }

    private static int next(Optional<Integer> present, IntConsumer readVersion) {
        present.ifPresent(readVersion::accept);
        return present.map(version -> version + 1).orElse(0);
    }

    private Instant now() {
        return Micros.truncate(clock.instant());
    }

    private static Rate rate(Row row) {
        return new Rate(
                row.getString("code"),
                row.getString("name"),
                new BigDecimal(row.getString("rate")),
                row.getBoolean("inclusive"),
                row.getBoolean("compound"),
                List.of(row.getArrayOfStrings("scope")),
                row.getInteger("version"),
                Sql.instant(row, "updated_at"));
    }

    private static CustomerTax tax(Row row) {
        return new CustomerTax(
                row.getString("customer_id"),
                row.getString("treatment"),
                List.of(row.getArrayOfStrings("rates")),
                row.getString("rounded_per"),
                row.getString("note"),
                row.getInteger("version"),
                Sql.instant(row, "updated_at"));
    }
}
