package io.tallystick.invoice.store;

import io.tallystick.invoice.app.BillingRules;
import io.tallystick.invoice.app.InvoiceMaker;
import io.tallystick.invoice.app.Issue;
import io.tallystick.invoice.assembly.Bill;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.invoice.assembly.Invoice;
import io.tallystick.invoice.assembly.InvoiceLine;
import io.tallystick.invoice.assembly.InvoiceNumber;
import io.tallystick.invoice.assembly.Manifest;
import io.tallystick.invoice.assembly.Party;
import io.tallystick.invoice.review.Obstacles;
import io.tallystick.schemas.manifest.DocumentTree;
import io.tallystick.schemas.rated.RatedLine;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The invoices of some customers in one transaction. Numbers are taken last: whoever takes some holds the row of the series until
 * the commit, so that a number exists exactly if its invoice does, and a process that dies leaves no gap.
 */
final class PgInvoiceBatch {
    private static final String ROOT_OF = """
            SELECT root FROM billing.invoice JOIN billing.invoice_bill ON invoice_id = id
            WHERE series = $1 AND year = $2 AND sequence = $3
            """;

    private static final String INSERT_INVOICES = """
            INSERT INTO billing.invoice (series, year, close_id, finalized_at, id, number, sequence, customer_id,
                customer_name, currency, period_start, period_end, line_count, total, document)
            SELECT $1, $2, $3, $4, id, number, sequence, customer_id, customer_name, currency, period_start, period_end,
                line_count, total::numeric, document
            FROM UNNEST($5::uuid[], $6::text[], $7::bigint[], $8::text[], $9::text[], $10::text[], $11::timestamptz[],
                $12::timestamptz[], $13::integer[], $14::text[], $15::bytea[])
                AS made (id, number, sequence, customer_id, customer_name, currency, period_start, period_end,
                    line_count, total, document)
            """;

    private static final String INSERT_LINES = """
            INSERT INTO billing.invoice_line (customer_id, line_id, invoice_id, position, amount)
            SELECT customer_id, line_id, invoice_id, position, amount::numeric
            FROM UNNEST($1::text[], $2::uuid[], $3::uuid[], $4::integer[], $5::text[])
                AS made (customer_id, line_id, invoice_id, position, amount)
            """;

    private static final String TELL = """
            INSERT INTO billing.outbox (event_id, type, customer_id, occurred_at, invoice_id)
            SELECT 'invoice.finalized:' || number, 'invoice.finalized', customer_id, $1, id
            FROM UNNEST($2::uuid[], $3::text[], $4::text[]) AS made (id, number, customer_id)
            """;

    private static final String BILLED = """
            INSERT INTO billing.account AS held (customer_id, billed_until)
            SELECT customer_id, $2 FROM UNNEST($1::text[]) AS done (customer_id)
            ON CONFLICT (customer_id) DO UPDATE SET billed_until = excluded.billed_until
            """;

    private static final String WORK_DONE = """
            UPDATE billing.close_work AS work SET state = done.state, lines = done.lines, code = done.code,
                detail = done.detail
            FROM UNNEST($2::text[], $3::text[], $4::integer[], $5::text[], $6::text[])
                AS done (customer_id, state, lines, code, detail)
            WHERE work.close_id = $1 AND work.customer_id = done.customer_id
            """;

    private final SqlConnection connection;
    private final Close.Finalizing close;
    private final Issue issue;
    private final BillingRules rules;
    private final PgBills bills;
    private final List<Done> done = new ArrayList<>();
    private final List<Invoice.Draft> drafts = new ArrayList<>();
    private final List<Bill> due = new ArrayList<>();

    /** Stands where the root of the document before will stand. */
    private static final String NO_ROOT = "0".repeat(64);

    private record Done(String customerId, String state, List<RatedLine> lines, String code, String detail) {}

    PgInvoiceBatch(SqlConnection connection, Close.Finalizing close, Issue issue, BillingRules rules) {
        this.connection = connection;
        this.close = close;
        this.issue = issue;
        this.rules = rules;
        this.bills = new PgBills(connection, rules, issue.finalizedAt());
    }

    /** How many customers were done. */
    int run(int customers, InvoiceMaker maker, PgClaims.Turn turn) {
        if (!PgCloseRows.isShared(connection, close.request().id(), close.state())) {
            return 0;
        }
        String[] claimed = turn.take(connection, customers);
        if (claimed.length == 0) {
            return 0;
        }
        decide(claimed, maker);
        List<Prepared> prepared = prepared();
        record();
        if (!prepared.isEmpty()) {
            store(finalized(prepared));
        }
        return claimed.length;
    }

    /** The bills come first: their locks must never be waited for by somebody who holds the numbers. */
    private void decide(String[] claimed, InvoiceMaker maker) {
        Map<String, Party> parties = PgBillables.parties(connection, claimed);
        PgBillables.Waiting waiting =
                PgBillables.lines(connection, claimed, close.request().cutoff());
        PgReviewed reviewed = PgReviewed.of(connection, close.request().id(), claimed);
        bills.hold(claimed, close.request().cutoff(), reviewed::promises);
        for (String customerId : claimed) {
            List<RatedLine> own = waiting.of(customerId);
            InvoiceMaker.Made made =
                    maker.make(customerId, Optional.ofNullable(parties.get(customerId)), own, waiting.digestOf());
            switch (asReviewed(customerId, made, reviewed)) {
                case InvoiceMaker.Made.Drafts same -> {
                    drafts.addAll(same.drafts());
                    done.add(new Done(customerId, "done", own, null, null));
                }
                case InvoiceMaker.Made.Skipped _ -> done.add(new Done(customerId, "skipped", own, null, null));
                case InvoiceMaker.Made.Exceptional exception ->
                    done.add(new Done(customerId, "exception", own, exception.code(), exception.detail()));
            }
        }
    }

    /** What was approved, with its bills in {@link #due}; or why it is not billed. */
    private InvoiceMaker.Made asReviewed(String customerId, InvoiceMaker.Made made, PgReviewed reviewed) {
        if (!(made instanceof InvoiceMaker.Made.Drafts(List<Invoice.Draft> own))) {
            return made;
        }
        Optional<InvoiceMaker.Made.Exceptional> objection = reviewed.objection(customerId, own);
        List<Bill> asked = new ArrayList<>(own.size());
        for (int i = 0; i < own.size() && objection.isEmpty(); i++) {
            try {
                asked.add(bills.of(own.get(i)));
                objection = reviewed.objection(own.get(i), asked.getLast());
            } catch (IllegalArgumentException | ArithmeticException broken) {
                objection = Optional.of(PgTerms.impossible(own.get(i), broken));
            }
        }
        if (objection.isPresent()) {
            return objection.get();
        }
        due.addAll(asked);
        return made;
    }

    /**
     * A document but for its number and the root of the one before.
     *
     * @param invoice with any number
     */
    private record Prepared(Invoice.Draft draft, Bill bill, Invoice.Finalized invoice, DocumentTree.Early document) {}

    /** Everything that can be done before the numbers are taken: who holds them keeps everybody else waiting. */
    private List<Prepared> prepared() {
        InvoiceNumber any = new InvoiceNumber(issue.series(), issue.year(), 1);
        List<Prepared> prepared = new ArrayList<>(drafts.size());
        for (int i = 0; i < drafts.size(); i++) {
            Invoice.Draft draft = drafts.get(i);
            Invoice.Finalized invoice = draft.finalizeAs(any, issue.seller(), dates(), due.get(i), NO_ROOT);
            prepared.add(new Prepared(draft, due.get(i), invoice, DocumentTree.prepare(invoice)));
        }
        return prepared;
    }

    private Invoice.Dates dates() {
        return new Invoice.Dates(issue.issuedOn(), issue.issuedOn().plusDays(rules.paymentDays()), issue.finalizedAt());
    }

    private List<Numbered> finalized(List<Prepared> prepared) {
        InvoiceNumber first = PgNumbers.take(connection, issue.series(), issue.year(), prepared.size());
        String previous = rootBefore(first.sequence());
        List<DocumentTree.Written> written = new ArrayList<>(prepared.size());
        List<String> roots = new ArrayList<>(prepared.size());
        for (int i = 0; i < prepared.size(); i++) {
            DocumentTree.Written document = written(prepared.get(i), first.plus(i), previous);
            previous = document.root();
            written.add(document);
            roots.add(previous);
        }
        List<Manifest> manifests = rules.signer().manifests(roots);
        List<Numbered> finalized = new ArrayList<>(prepared.size());
        for (int i = 0; i < prepared.size(); i++) {
            finalized.add(new Numbered(
                    first.plus(i),
                    prepared.get(i).invoice(),
                    roots.get(i),
                    Buffer.buffer(written.get(i).with(manifests.get(i)))));
        }
        return finalized;
    }

    private DocumentTree.Written written(Prepared one, InvoiceNumber number, String previousRoot) {
        return previousRoot == null
                ? DocumentTree.write(one.draft().finalizeAs(number, issue.seller(), dates(), one.bill(), null))
                : one.document().complete(number.toString(), previousRoot);
    }

    private String rootBefore(long sequence) {
        return Sql.rows(connection, ROOT_OF, issue.series(), issue.year(), sequence - 1).stream()
                .findFirst()
                .map(row -> row.getString("root"))
                .orElse(null);
    }

    /**
     * An invoice and its document of record.
     *
     * @param invoice what it says, but for its number
     * @param root of the document, which has its manifest besides
     */
    private record Numbered(InvoiceNumber number, Invoice.Finalized invoice, String root, Buffer document) {}

    private void store(List<Numbered> made) {
        UUID[] ids = made.stream().map(one -> Sql.uuid(one.invoice().id())).toArray(UUID[]::new);
        String[] numbers = made.stream().map(one -> one.number().toString()).toArray(String[]::new);
        String[] customers =
                made.stream().map(one -> one.invoice().customer().id()).toArray(String[]::new);
        Sql.change(
                connection,
                INSERT_INVOICES,
                issue.series(),
                issue.year(),
                close.request().id(),
                Sql.time(issue.finalizedAt()),
                ids,
                numbers,
                made.stream().map(one -> one.number().sequence()).toArray(Long[]::new),
                customers,
                made.stream().map(one -> one.invoice().customer().name()).toArray(String[]::new),
                made.stream().map(one -> one.invoice().currency()).toArray(String[]::new),
                made.stream()
                        .map(one -> Sql.time(one.invoice().period().start()))
                        .toArray(OffsetDateTime[]::new),
                made.stream().map(one -> Sql.time(one.invoice().period().end())).toArray(OffsetDateTime[]::new),
                made.stream().map(one -> one.invoice().lines().size()).toArray(Integer[]::new),
                made.stream().map(one -> one.invoice().total().toPlainString()).toArray(String[]::new),
                made.stream().map(Numbered::document).toArray(Buffer[]::new));
        storeLines(made);
        bills.store(
                made.stream().map(Numbered::invoice).toList(),
                made.stream().map(Numbered::root).toArray(String[]::new));
        Sql.change(connection, TELL, Sql.time(issue.finalizedAt()), ids, numbers, customers);
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

    private void record() {
        String[] billed = done.stream()
                .filter(one -> !one.state().equals("exception"))
                .map(Done::customerId)
                .toArray(String[]::new);
        PgBilledWindow.move(
                connection,
                close,
                done.stream()
                        .filter(one -> !one.state().equals("exception"))
                        .collect(Collectors.toMap(Done::customerId, Done::lines)));
        PgBilledWindow.leave(
                connection,
                close,
                done.stream()
                        .filter(one -> one.state().equals("exception"))
                        .map(Done::customerId)
                        .toArray(String[]::new));
        PgObstacles.add(
                connection,
                close.request().id(),
                null,
                done.stream()
                        .filter(one -> one.state().equals("exception"))
                        .map(one -> Obstacles.left(one.code(), one.customerId(), one.detail()))
                        .toList());
        Sql.change(connection, BILLED, billed, Sql.time(close.request().cutoff()));
        Sql.change(
                connection,
                WORK_DONE,
                close.request().id(),
                done.stream().map(Done::customerId).toArray(String[]::new),
                done.stream().map(Done::state).toArray(String[]::new),
                done.stream().map(one -> one.lines().size()).toArray(Integer[]::new),
                done.stream().map(Done::code).toArray(String[]::new),
                done.stream().map(Done::detail).toArray(String[]::new));
    }
}
