package io.tallystick.invoice.store;

import io.tallystick.invoice.app.Issue;
import io.tallystick.invoice.assembly.Bill;
import io.tallystick.invoice.assembly.Invoice;
import io.tallystick.invoice.assembly.InvoiceLine;
import io.tallystick.invoice.assembly.InvoiceNumber;
import io.tallystick.schemas.id.Sha256;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** The rows of finalised invoices. What of them is one row for each invoice is sent once and stored by one statement. */
final class PgInvoiceRows {
    private static final String INSERT_INVOICES = """
            WITH made AS MATERIALIZED (
                SELECT id, number, sequence, customer_id, customer_name, currency, period_start, period_end, line_count,
                    subtotal::numeric, discount::numeric, tax::numeric, total::numeric, credit::numeric,
                    carried_in::numeric, carried_out::numeric, due::numeric, root, document, sha256
                FROM UNNEST($6::uuid[], $7::text[], $8::bigint[], $9::text[], $10::text[], $11::text[], $12::timestamptz[],
                    $13::timestamptz[], $14::integer[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[],
                    $20::text[], $21::text[], $22::text[], $23::text[], $24::bytea[], $25::bytea[])
                    AS made (id, number, sequence, customer_id, customer_name, currency, period_start, period_end,
                        line_count, subtotal, discount, tax, total, credit, carried_in, carried_out, due, root, document,
                        sha256)
            ), invoices AS (
                INSERT INTO billing.invoice (series, year, close_id, finalized_at, id, number, sequence, customer_id,
                    customer_name, currency, period_start, period_end, line_count, subtotal, discount, tax, total, credit,
                    carried_in, carried_out, due, root, document, sha256)
                SELECT $1, $2, $3, $4, id, number, sequence, customer_id, customer_name, currency, period_start,
                    period_end, line_count, subtotal, discount, tax, total, credit, carried_in, carried_out, due, root,
                    document, sha256
                FROM made
            ), accounts AS (
                INSERT INTO billing.invoice_account (invoice_id, customer_id, currency, state, due_at, total, due, paid,
                    credited, settled, version)
                SELECT id, customer_id, currency, CASE WHEN due > 0 THEN 'finalized' ELSE 'paid' END, $5, total, due, 0,
                    0, 0, 0
                FROM made
            )
            INSERT INTO billing.outbox (event_id, type, customer_id, occurred_at, invoice_id)
            SELECT 'invoice.finalized:' || number, 'invoice.finalized', customer_id, $4, id FROM made
            """;

    private static final String INSERT_LINES = """
            INSERT INTO billing.invoice_line (customer_id, line_id, invoice_id, position, amount)
            SELECT customer_id, line_id, invoice_id, position, amount::numeric
            FROM UNNEST($1::text[], $2::uuid[], $3::uuid[], $4::integer[], $5::text[])
                AS made (customer_id, line_id, invoice_id, position, amount)
            """;

    private final SqlConnection connection;
    private final String closeId;
    private final Issue issue;

    PgInvoiceRows(SqlConnection connection, String closeId, Issue issue) {
        this.connection = connection;
        this.closeId = closeId;
        this.issue = issue;
    }

    /**
     * An invoice and its document of record.
     *
     * @param invoice what it says, but for its number
     * @param root of the document, which has its manifest besides
     * @param sha256 of the document
     */
    record Numbered(InvoiceNumber number, Invoice.Finalized invoice, String root, Buffer document, Buffer sha256) {
        /** With the bytes of the document, which are not copied. */
        static Numbered of(InvoiceNumber number, Invoice.Finalized invoice, String root, byte[] document) {
            return new Numbered(number, invoice, root, Buffer.buffer(document), Buffer.buffer(Sha256.of(document)));
        }
    }

    /** Invoices, their accounts, their news and their lines. */
    void store(List<Numbered> made, Instant dueAt) {
        List<Bill> bills = made.stream().map(one -> one.invoice().bill()).toList();
        Sql.change(
                connection,
                INSERT_INVOICES,
                issue.series(),
                issue.year(),
                closeId,
                Sql.time(issue.finalizedAt()),
                Sql.time(dueAt),
                made.stream().map(one -> Sql.uuid(one.invoice().id())).toArray(UUID[]::new),
                texts(made, one -> one.number().toString()),
                made.stream().map(one -> one.number().sequence()).toArray(Long[]::new),
                texts(made, one -> one.invoice().customer().id()),
                texts(made, one -> one.invoice().customer().name()),
                texts(made, one -> one.invoice().currency()),
                made.stream()
                        .map(one -> Sql.time(one.invoice().period().start()))
                        .toArray(OffsetDateTime[]::new),
                made.stream().map(one -> Sql.time(one.invoice().period().end())).toArray(OffsetDateTime[]::new),
                made.stream().map(one -> one.invoice().lines().size()).toArray(Integer[]::new),
                amounts(bills, Bill::subtotal),
                amounts(bills, Bill::discounted),
                amounts(bills, Bill::tax),
                amounts(bills, Bill::total),
                amounts(bills, Bill::credited),
                amounts(bills, Bill::carriedIn),
                amounts(bills, Bill::carriedOut),
                amounts(bills, Bill::amountDue),
                texts(made, Numbered::root),
                made.stream().map(Numbered::document).toArray(Buffer[]::new),
                made.stream().map(Numbered::sha256).toArray(Buffer[]::new));
        storeLines(made);
    }

    private void storeLines(List<Numbered> made) {
        List<String> customers = new ArrayList<>();
        List<UUID> lineIds = new ArrayList<>();
        List<UUID> invoiceIds = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        List<String> amounts = new ArrayList<>();
        for (Numbered one : made) {
            UUID invoiceId = Sql.uuid(one.invoice().id());
            for (InvoiceLine line : one.invoice().lines()) {
                customers.add(one.invoice().customer().id());
                lineIds.add(Sql.uuid(line.lineId()));
                invoiceIds.add(invoiceId);
                positions.add(line.position());
                amounts.add(line.amount().toPlainString());
            }
        }
        Sql.change(
                connection,
                INSERT_LINES,
                customers.toArray(String[]::new),
                lineIds.toArray(UUID[]::new),
                invoiceIds.toArray(UUID[]::new),
                positions.toArray(Integer[]::new),
                amounts.toArray(String[]::new));
    }

    private static String[] texts(List<Numbered> made, Function<Numbered, String> field) {
        return made.stream().map(field).toArray(String[]::new);
    }

    private static String[] amounts(List<Bill> bills, Function<Bill, BigDecimal> amount) {
        return bills.stream().map(amount).map(BigDecimal::toPlainString).toArray(String[]::new);
    }
}
