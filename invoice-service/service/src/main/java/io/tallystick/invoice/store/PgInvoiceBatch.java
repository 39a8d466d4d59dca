package io.tallystick.invoice.store;

import io.tallystick.invoice.app.BillingRules;
import io.tallystick.invoice.app.InvoiceMaker;
import io.tallystick.invoice.app.Issue;
import io.tallystick.invoice.assembly.Bill;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.invoice.assembly.Invoice;
import io.tallystick.invoice.assembly.InvoiceNumber;
import io.tallystick.invoice.assembly.Manifest;
import io.tallystick.invoice.assembly.Party;
import io.tallystick.invoice.review.Obstacles;
import io.tallystick.schemas.manifest.DocumentTree;
import io.tallystick.schemas.rated.RatedLine;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The invoices of some customers in one transaction. Numbers are taken last: whoever takes some holds the row of the series until
 * the commit, so that a number exists exactly if its invoice does, and a process that dies leaves no gap.
 */
final class PgInvoiceBatch {
    private static final String ROOT_OF = """
            SELECT root FROM billing.invoice WHERE series = $1 AND year = $2 AND sequence = $3
            """;

    private static final String BILLED = """
            INSERT INTO billing.account AS held (customer_id, billed_until)
            SELECT customer_id, $2 FROM UNNEST($1::text[]) AS done (customer_id)
            ON CONFLICT (customer_id) DO UPDATE SET billed_until = excluded.billed_until
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

    /** A customer and the lines that were looked at. */
    private record Done(PgClaims.Done work, List<RatedLine> lines) {
        static Done as(String state, String customerId, List<RatedLine> lines) {
            return new Done(new PgClaims.Done(customerId, state, lines.size(), null, null), lines);
        }

        static Done left(InvoiceMaker.Made.Exceptional why, String customerId, List<RatedLine> lines) {
            return new Done(new PgClaims.Done(customerId, "exception", lines.size(), why.code(), why.detail()), lines);
        }
    }

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
        PgClaims.Claimed claimed = turn.take(connection, customers);
        if (claimed.isEmpty()) {
            return 0;
        }
        decide(claimed.customers(), maker);
        List<Prepared> prepared = prepared();
        record(claimed);
        if (!prepared.isEmpty()) {
            store(finalized(prepared));
        }
        return claimed.customers().length;
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
                    done.add(Done.as("done", customerId, own));
                }
                case InvoiceMaker.Made.Skipped _ -> done.add(Done.as("skipped", customerId, own));
                case InvoiceMaker.Made.Exceptional exception -> done.add(Done.left(exception, customerId, own));
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

    private List<PgInvoiceRows.Numbered> finalized(List<Prepared> prepared) {
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
        List<PgInvoiceRows.Numbered> finalized = new ArrayList<>(prepared.size());
        for (int i = 0; i < prepared.size(); i++) {
            finalized.add(PgInvoiceRows.Numbered.of(
                    first.plus(i),
                    prepared.get(i).invoice(),
                    roots.get(i),
                    written.get(i).with(manifests.get(i))));
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

    private void store(List<PgInvoiceRows.Numbered> made) {
        new PgInvoiceRows(connection, close.request().id(), issue).store(made, rules.overdueFrom(dates().dueOn()));
        bills.useUp(made.stream().map(PgInvoiceRows.Numbered::invoice).toList());
    }

    private void record(PgClaims.Claimed claimed) {
        List<PgClaims.Done> work = done.stream().map(Done::work).toList();
        Map<String, List<RatedLine>> billed = done.stream()
                .filter(one -> !one.work().isException())
                .collect(Collectors.toMap(one -> one.work().customerId(), Done::lines));
        List<PgClaims.Done> left =
                work.stream().filter(PgClaims.Done::isException).toList();
        PgBilledWindow.move(connection, close, billed);
        PgBilledWindow.leave(
                connection, close, left.stream().map(PgClaims.Done::customerId).toArray(String[]::new));
        PgObstacles.add(
                connection,
                close.request().id(),
                null,
                left.stream()
                        .map(one -> Obstacles.left(one.code(), one.customerId(), one.detail()))
                        .toList());
        Sql.change(
                connection,
                BILLED,
                work.stream()
                        .filter(one -> !one.isException())
                        .map(PgClaims.Done::customerId)
                        .toArray(String[]::new),
                Sql.time(close.request().cutoff()));
        claimed.done(connection, work);
    }
}
