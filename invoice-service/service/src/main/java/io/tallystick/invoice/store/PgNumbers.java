package io.tallystick.invoice.store;

import io.tallystick.invoice.assembly.InvoiceNumber;
import io.tallystick.schemas.crash.CrashPoint;
import io.vertx.mutiny.sqlclient.SqlConnection;

/** Numbers without gaps: whoever takes some holds the row of the series until the documents that carry them are committed. */
final class PgNumbers {
    private static final String TAKE = """
            INSERT INTO billing.invoice_series AS held (series, year, next) VALUES ($1, $2, 1 + $3::bigint)
            ON CONFLICT (series, year) DO UPDATE SET next = held.next + $3 RETURNING next - $3 AS first
            """;

    private PgNumbers() {}

    /** The first of {@code count} numbers. */
    static InvoiceNumber take(SqlConnection connection, String series, int year, long count) {
        CrashPoint.INVOICE_NUMBERS_BEFORE.here();
        long first = Sql.rows(connection, TAKE, series, year, count).getFirst().getLong("first");
        CrashPoint.INVOICE_NUMBERS_AFTER.here();
        return new InvoiceNumber(series, year, first);
    }
}
