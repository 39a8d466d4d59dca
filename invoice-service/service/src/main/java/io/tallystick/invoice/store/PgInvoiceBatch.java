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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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

    private final SqlConnection connection;
    private final Close.Finalizing close;
    private final Issue issue;
    private final BillingRules rules;
    private final PgBills bills;
    private final PgInvoiceRows rows;
    private final InvoiceJson json = new InvoiceJson();
    private final List<Done> done = new ArrayList<>();
    private final Deque<Billed> billed = new ArrayDeque<>();

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

    /** What becomes an invoice. */
    private record Billed(Invoice.Draft draft, Bill bill) {}

    PgInvoiceBatch(SqlConnection connection, Close.Finalizing close, Issue issue, BillingRules rules) {
        this.connection = connection;
        this.close = close;
        this.issue = issue;
        this.rules = rules;
        this.bills = new PgBills(connection, rules, issue.finalizedAt());
        this.rows = new PgInvoiceRows(issue);
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
        record(claimed);
        if (!billed.isEmpty()) {
            Billed first = billed.getFirst();
            finish(first, prepared());
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
                case InvoiceMaker.Made.Drafts _ -> done.add(Done.as("done", customerId, own));
                case InvoiceMaker.Made.Skipped _ -> done.add(Done.as("skipped", customerId, own));
                case InvoiceMaker.Made.Exceptional exception -> done.add(Done.left(exception, customerId, own));
            }
        }
    }

    /** What was approved, kept with its bills in {@link #billed}; or why it is not billed. */
    private InvoiceMaker.Made asReviewed(String customerId, InvoiceMaker.Made made, PgReviewed reviewed) {
        if (!(made instanceof InvoiceMaker.Made.Drafts(List<Invoice.Draft> own))) {
            return made;
        }
        Optional<InvoiceMaker.Made.Exceptional> objection = reviewed.objection(customerId, own);
        List<Billed> asked = new ArrayList<>(own.size());
        for (int i = 0; i < own.size() && objection.isEmpty(); i++) {
            try {
                asked.add(new Billed(own.get(i), bills.of(own.get(i))));
                objection = reviewed.objection(own.get(i), asked.getLast().bill());
            } catch (IllegalArgumentException | ArithmeticException broken) {
                objection = Optional.of(PgTerms.impossible(own.get(i), broken));
            }
        }
        if (objection.isPresent()) {
            return objection.get();
        }
        billed.addAll(asked);
        return made;
    }

    /**
     * Everything that can be done before the numbers are taken: who holds them keeps everybody else waiting. Of the drafts nothing is
     * left then but their documents and their rows: what waits for the numbers is what the collector has to copy.
     */
    private List<DocumentTree.Early> prepared() {
        InvoiceNumber any = new InvoiceNumber(issue.series(), issue.year(), 1);
        List<DocumentTree.Early> documents = new ArrayList<>(billed.size());
        while (!billed.isEmpty()) {
            Billed next = billed.removeFirst();
            Invoice.Finalized invoice = finalized(next, any, NO_ROOT);
            documents.add(DocumentTree.prepare(json.bytes(invoice)));
            rows.add(invoice);
            bills.note(invoice);
        }
        return documents;
    }

    private Invoice.Finalized finalized(Billed one, InvoiceNumber number, String previousRoot) {
        return one.draft().finalizeAs(number, issue.seller(), dates(), one.bill(), previousRoot);
    }

    private Invoice.Dates dates() {
        return new Invoice.Dates(issue.issuedOn(), issue.issuedOn().plusDays(rules.paymentDays()), issue.finalizedAt());
    }

    private void finish(Billed first, List<DocumentTree.Early> prepared) {
        InvoiceNumber number = PgNumbers.take(connection, issue.series(), issue.year(), prepared.size());
        rows.store(
                connection,
                close.request().id(),
                number,
                documents(first, prepared, number),
                rules.overdueFrom(dates().dueOn()));
        bills.useUp();
    }

    private List<PgInvoiceRows.Document> documents(
            Billed first, List<DocumentTree.Early> prepared, InvoiceNumber number) {
        String previous = rootBefore(number.sequence());
        List<DocumentTree.Written> written = new ArrayList<>(prepared.size());
        List<String> roots = new ArrayList<>(prepared.size());
        for (int i = 0; i < prepared.size(); i++) {
            // The first document of a series names none before it.
            written.add(
                    previous == null
                            ? DocumentTree.write(finalized(first, number, null))
                            : prepared.get(i).complete(number.plus(i).toString(), previous));
            previous = written.getLast().root();
            roots.add(previous);
        }
        List<Manifest> manifests = rules.signer().manifests(roots);
        List<PgInvoiceRows.Document> documents = new ArrayList<>(prepared.size());
        for (int i = 0; i < prepared.size(); i++) {
            documents.add(PgInvoiceRows.Document.of(roots.get(i), written.get(i).with(json.bytes(manifests.get(i)))));
        }
        return documents;
    }

    private String rootBefore(long sequence) {
        return Sql.rows(connection, ROOT_OF, issue.series(), issue.year(), sequence - 1).stream()
                .findFirst()
                .map(row -> row.getString("root"))
                .orElse(null);
    }

    /** What became of the customers; their lines are not needed any longer. */
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
        claimed.done(connection, work);
        done.clear();
    }
}
