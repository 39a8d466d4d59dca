package io.tallystick.invoice.store;

import io.tallystick.invoice.app.Issue;
import io.tallystick.invoice.assembly.Bill;
import io.tallystick.invoice.assembly.BillSum;
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
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The rows of finalised invoices. What does not depend on their numbers is laid out as columns before these are taken, so that whoever
 * holds them holds them for a short time, and nothing else of the invoices is kept until then.
 */
final class PgInvoiceRows {
    /** What is told of an invoice once it has its number. */
    static final String FINALIZED = "invoice.finalized";

    private static final String INSERT_INVOICES = """
            INSERT INTO billing.invoice (series, year, close_id, finalized_at, id, number, sequence, customer_id,
                customer_name, currency, period_start, period_end, line_count, subtotal, discount, tax, total, credit,
                carried_in, carried_out, due, root, document, sha256)
            SELECT $1, $2, $3, $4, id, number, sequence, customer_id, customer_name, currency, period_start, period_end,
                line_count, subtotal::numeric, discount::numeric, tax::numeric, total::numeric, credit::numeric,
                carried_in::numeric, carried_out::numeric, due::numeric, root, document, sha256
            FROM UNNEST($5::uuid[], $6::text[], $7::bigint[], $8::text[], $9::text[], $10::text[], $11::timestamptz[],
                $12::timestamptz[], $13::integer[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[],
                $19::text[], $20::text[], $21::text[], $22::text[], $23::bytea[], $24::bytea[])
                AS made (id, number, sequence, customer_id, customer_name, currency, period_start, period_end, line_count,
                    subtotal, discount, tax, total, credit, carried_in, carried_out, due, root, document, sha256)
            """;

    private static final String INSERT_ACCOUNTS = """
            INSERT INTO billing.invoice_account (invoice_id, customer_id, currency, state, due_at, total, due, paid, credited,
                settled, version)
            SELECT id, customer_id, currency, CASE WHEN due::numeric > 0 THEN 'finalized' ELSE 'paid' END, $1,
                total::numeric, due::numeric, 0, 0, 0, 0
            FROM UNNEST($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[]) AS made (id, customer_id, currency, total, due)
            """;

    private static final String TELL = """
            INSERT INTO billing.outbox (event_id, type, occurred_at, series, year, next_sequence, last_sequence)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """;

    private static final String INSERT_LINES = """
            INSERT INTO billing.invoice_line (customer_id, line_id, invoice_id, position, amount)
            SELECT customer_id, line_id, invoice_id, position, amount::numeric
            FROM UNNEST($1::text[], $2::uuid[], $3::uuid[], $4::integer[], $5::text[])
                AS made (customer_id, line_id, invoice_id, position, amount)
            """;

    private static final int TOTAL = 3;
    private static final int DUE = 7;

    private final Issue issue;
    private final Invoices invoices = new Invoices();
    private final Lines lines = new Lines();

    PgInvoiceRows(Issue issue) {
        this.issue = issue;
    }

    /** Columns with one value for each invoice. */
    private static final class Invoices {
        private final List<UUID> ids = new ArrayList<>();
        private final List<String> customers = new ArrayList<>();
        private final List<String> names = new ArrayList<>();
        private final List<String> currencies = new ArrayList<>();
        private final List<OffsetDateTime> starts = new ArrayList<>();
        private final List<OffsetDateTime> ends = new ArrayList<>();
        private final List<Integer> lineCounts = new ArrayList<>();
        private final List<String[]> figures = new ArrayList<>();

        String[] figure(int index) {
            return figures.stream().map(one -> one[index]).toArray(String[]::new);
        }
    }

    /** Columns with one value for each line. */
    private static final class Lines {
        private final List<String> customers = new ArrayList<>();
        private final List<UUID> ids = new ArrayList<>();
        private final List<UUID> invoices = new ArrayList<>();
        private final List<Integer> positions = new ArrayList<>();
        private final List<String> amounts = new ArrayList<>();
    }

    /**
     * Lays out what an invoice says.
     *
     * @param invoice with any number and any root before it
     */
    void add(Invoice.Finalized invoice) {
        UUID id = Sql.uuid(invoice.id());
        String customer = invoice.customer().id();
        invoices.ids.add(id);
        invoices.customers.add(customer);
        invoices.names.add(invoice.customer().name());
        invoices.currencies.add(invoice.currency());
        invoices.starts.add(Sql.time(invoice.period().start()));
        invoices.ends.add(Sql.time(invoice.period().end()));
        invoices.lineCounts.add(invoice.lines().size());
        invoices.figures.add(figures(invoice.bill()));
        for (InvoiceLine line : invoice.lines()) {
            lines.customers.add(customer);
            lines.ids.add(Sql.uuid(line.lineId()));
            lines.invoices.add(id);
            lines.positions.add(line.position());
            lines.amounts.add(line.amount().toPlainString());
        }
    }

    /** In the order of the statement. */
    private static String[] figures(Bill bill) {
        BillSum sum = BillSum.of(bill);
        return Stream.of(
                        sum.subtotal(),
                        sum.discount(),
                        sum.tax(),
                        sum.total(),
                        sum.credit(),
                        sum.carriedIn(),
                        sum.carriedOut(),
                        sum.due())
                .map(BigDecimal::toPlainString)
                .toArray(String[]::new);
    }

    /**
     * A document of record.
     *
     * @param root of the document, which has its manifest besides
     * @param sha256 of the document
     */
    record Document(String root, Buffer bytes, Buffer sha256) {
        /** With the bytes of the document, which are not copied. */
        static Document of(String root, byte[] bytes) {
            return new Document(root, Buffer.buffer(bytes), Buffer.buffer(Sha256.of(bytes)));
        }
    }

    /**
     * Stores the invoices, their accounts, their news and their lines.
     *
     * @param first the number of the first
     * @param documents in the order in which the invoices were laid out
     */
    void store(SqlConnection connection, String closeId, InvoiceNumber first, List<Document> documents, Instant dueAt) {
        int size = documents.size();
        Sql.change(
                connection,
                INSERT_INVOICES,
                issue.series(),
                issue.year(),
                closeId,
                Sql.time(issue.finalizedAt()),
                invoices.ids.toArray(UUID[]::new),
                IntStream.range(0, size).mapToObj(i -> first.plus(i).toString()).toArray(String[]::new),
                LongStream.range(0, size).mapToObj(i -> first.sequence() + i).toArray(Long[]::new),
                texts(invoices.customers),
                texts(invoices.names),
                texts(invoices.currencies),
                invoices.starts.toArray(OffsetDateTime[]::new),
                invoices.ends.toArray(OffsetDateTime[]::new),
                invoices.lineCounts.toArray(Integer[]::new),
                invoices.figure(0),
                invoices.figure(1),
                invoices.figure(2),
                invoices.figure(TOTAL),
                invoices.figure(4),
                invoices.figure(5),
                invoices.figure(6),
                invoices.figure(DUE),
                documents.stream().map(Document::root).toArray(String[]::new),
                documents.stream().map(Document::bytes).toArray(Buffer[]::new),
                documents.stream().map(Document::sha256).toArray(Buffer[]::new));
        Sql.change(
                connection,
                INSERT_ACCOUNTS,
                Sql.time(dueAt),
                invoices.ids.toArray(UUID[]::new),
                texts(invoices.customers),
                texts(invoices.currencies),
                invoices.figure(TOTAL),
                invoices.figure(DUE));
        Sql.change(
                connection,
                INSERT_LINES,
                texts(lines.customers),
                lines.ids.toArray(UUID[]::new),
                lines.invoices.toArray(UUID[]::new),
                lines.positions.toArray(Integer[]::new),
                texts(lines.amounts));
        Sql.change(
                connection,
                TELL,
                FINALIZED + ":" + first,
                FINALIZED,
                Sql.time(issue.finalizedAt()),
                issue.series(),
                issue.year(),
                first.sequence(),
                first.sequence() + size - 1);
    }

    private static String[] texts(List<String> values) {
        return values.toArray(String[]::new);
    }
}
