package io.tallystick.invoice.store;

import io.tallystick.invoice.app.BillingRules;
import io.tallystick.invoice.app.InvoiceStore;
import io.tallystick.invoice.app.Receivables.ListedNote;
import io.tallystick.invoice.assembly.CreditNote;
import io.tallystick.invoice.assembly.CreditNotes;
import io.tallystick.invoice.assembly.Invoice;
import io.tallystick.invoice.assembly.InvoiceAccount;
import io.tallystick.invoice.assembly.InvoiceNumber;
import io.tallystick.invoice.assembly.LedgerTransaction;
import io.tallystick.invoice.assembly.LedgerTransaction.Account;
import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.manifest.DocumentTree;
import io.tallystick.schemas.money.Money;
import io.tallystick.schemas.problem.Problem.FieldError;
import io.tallystick.schemas.problem.ProblemException;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Writes and reads credit notes. */
final class PgCreditNotes {
    private static final String BEFORE = """
            SELECT line_id, sum(amount)::text AS amount FROM billing.credit_note_line WHERE invoice_id = $1 GROUP BY line_id
            """;

    private static final String INSERT = """
            INSERT INTO billing.credit_note (id, number, series, year, sequence, invoice_id, customer_id, currency, total,
                created_at, root, document)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::text::numeric, $10, $11, $12)
            """;

    private static final String INSERT_LINES = """
            INSERT INTO billing.credit_note_line (credit_note_id, invoice_id, line_id, amount)
            SELECT $1, $2, line_id, amount::numeric FROM UNNEST($3::uuid[], $4::text[]) AS made (line_id, amount)
            """;

    private static final String RETURN = """
            INSERT INTO billing.credit (id, customer_id, currency, kind, description, priority, amount, balance, scope, created_at)
            VALUES ($1, $2, $3, 'bought', $4, 0, $5::text::numeric, 0, '{}', $6)
            """;

    private static final String LIST = """
            SELECT id, number, invoice_id, customer_id, currency, total::text AS total, created_at FROM billing.credit_note
            """;

    private final SqlConnection connection;
    private final BillingRules rules;

    PgCreditNotes(SqlConnection connection, BillingRules rules) {
        this.connection = connection;
        this.rules = rules;
    }

    CreditNote write(
            PgAccounts held, InvoiceAccount.Creditable account, CreditNotes.Ask ask, String reason, Instant now) {
        Invoice.Finalized invoice = Json.read(
                Sql.rows(connection, "SELECT document FROM billing.invoice WHERE id = $1", held.id())
                        .getFirst()
                        .getBuffer("document")
                        .getBytes(),
                Invoice.Finalized.class);
        CreditNotes.Share share = share(invoice, held.id(), ask);
        Money total = new Money(held.currency(), share.total());
        Money left = account.figures().creditable();
        if (total.signum() <= 0 || total.compareTo(left) > 0) {
            throw PgReceivables.refused(
                    "/lines", total.text(), "credit_above_billed", "together above 0 and at most " + left.text());
        }
        Money settles = total.min(account.figures().open());
        CreditNote note = store(invoice, held.id(), share, reason, now, settles);
        if (total.compareTo(settles) > 0) {
            giveBack(note, total.minus(settles), now);
        }
        held.become(account.credit(total), now);
        PgCommand.tell(connection, note.number(), "credit_note.created", held.customerId(), now, note);
        return note;
    }

    private CreditNotes.Share share(Invoice.Finalized invoice, UUID invoiceId, CreditNotes.Ask ask) {
        Map<String, BigDecimal> before = new HashMap<>();
        for (Row row : Sql.rows(connection, BEFORE, invoiceId)) {
            before.put(Sql.hex(row.getUUID("line_id")), new BigDecimal(row.getString("amount")));
        }
        try {
            return CreditNotes.share(invoice, before, ask);
        } catch (CreditNotes.Refused refused) {
            throw ProblemException.of(
                    422,
                    "credit_above_billed",
                    "line " + refused.lineId() + " of invoice " + invoice.number() + ": " + refused.rule(),
                    new FieldError("/lines", refused.value(), refused.rule(), "credit_above_billed"));
        }
    }

    private CreditNote store(
            Invoice.Finalized invoice,
            UUID invoiceId,
            CreditNotes.Share share,
            String reason,
            Instant now,
            Money settles) {
        LocalDate day = rules.dayOf(now);
        InvoiceNumber number = PgNumbers.take(connection, rules.creditNoteSeries(), day.getYear(), 1);
        CreditNote unsealed = new CreditNote(
                CreditNote.idOf(number.toString()),
                number.toString(),
                invoice.id(),
                invoice.number(),
                reason,
                day.toString(),
                now,
                invoice.seller(),
                invoice.customer(),
                invoice.currency(),
                share.lines(),
                share.net(),
                share.taxes(),
                share.total().subtract(share.net()),
                share.total(),
                settles.value(),
                share.total().subtract(settles.value()),
                rootBefore(number),
                null);
        String root = DocumentTree.write(unsealed).root();
        CreditNote note =
                unsealed.sealedBy(rules.signer().manifests(List.of(root)).getFirst());
        insert(note, number, invoiceId, root);
        return note;
    }

    private void insert(CreditNote note, InvoiceNumber number, UUID invoiceId, String root) {
        UUID id = Sql.uuid(note.id());
        Sql.change(
                connection,
                INSERT,
                id,
                note.number(),
                number.series(),
                number.year(),
                number.sequence(),
                invoiceId,
                note.customer().id(),
                note.currency(),
                note.total().toPlainString(),
                Sql.time(note.createdAt()),
                root,
                Buffer.buffer(Json.bytes(note)));
        Sql.change(
                connection,
                INSERT_LINES,
                id,
                invoiceId,
                note.lines().stream().map(line -> Sql.uuid(line.lineId())).toArray(UUID[]::new),
                note.lines().stream().map(line -> line.amount().toPlainString()).toArray(String[]::new));
    }

    private String rootBefore(InvoiceNumber number) {
        return Sql.rows(
                        connection,
                        "SELECT root FROM billing.credit_note WHERE series = $1 AND year = $2 AND sequence = $3",
                        number.series(),
                        number.year(),
                        number.sequence() - 1)
                .stream()
                .findFirst()
                .map(row -> row.getString("root"))
                .orElse(null);
    }

    /** What was paid already, by money or by credits, becomes a credit of the customer. */
    private void giveBack(CreditNote note, Money returned, Instant now) {
        String creditId = Hash128.of("credit", note.id()).toString();
        Sql.change(
                connection,
                RETURN,
                Sql.uuid(creditId),
                note.customer().id(),
                note.currency(),
                "Credit note " + note.number(),
                returned.text(),
                Sql.time(now));
        PgLedger.post(
                connection,
                new LedgerTransaction.Builder()
                        .credit(creditId, returned.value())
                        .add(Account.RETURNED, returned.negate().value())
                        .of(
                                "credit_note",
                                note.id(),
                                note.customer().id(),
                                note.currency(),
                                now,
                                note.invoiceId(),
                                note.id()));
    }

    static Optional<InvoiceStore.Document> find(SqlClient client, UUID id) {
        return Sql.rows(
                        client,
                        "SELECT customer_id, document, encode(sha256, 'hex') AS sha256 FROM billing.credit_note WHERE id = $1",
                        id)
                .stream()
                .findFirst()
                .map(row -> new InvoiceStore.Document(
                        row.getString("customer_id"), row.getBuffer("document").getBytes(), row.getString("sha256")));
    }

    static List<ListedNote> of(SqlClient client, UUID invoiceId) {
        return Sql.rows(client, LIST + " WHERE invoice_id = $1 ORDER BY series, year, sequence", invoiceId).stream()
                .map(PgCreditNotes::listed)
                .toList();
    }

    static List<ListedNote> list(
            SqlClient client,
            Optional<String> customerId,
            Optional<String> invoiceId,
            Optional<String> before,
            int limit) {
        return Sql.rows(
                        client,
                        LIST + """
                        WHERE ($1::text IS NULL OR customer_id = $1) AND ($2::uuid IS NULL OR invoice_id = $2)
                          AND ($3::text IS NULL OR number < $3)
                        ORDER BY number DESC LIMIT $4
                        """,
                        customerId.orElse(null),
                        invoiceId.map(Sql::uuid).orElse(null),
                        before.orElse(null),
                        limit)
                .stream()
                .map(PgCreditNotes::listed)
                .toList();
    }

    private static ListedNote listed(Row row) {
        return new ListedNote(
                Sql.hex(row.getUUID("id")),
                row.getString("number"),
                Sql.hex(row.getUUID("invoice_id")),
                row.getString("customer_id"),
                row.getString("currency"),
                new BigDecimal(row.getString("total")),
                Sql.instant(row, "created_at"));
    }
}
