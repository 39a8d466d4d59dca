package io.tallystick.invoice.store;

import io.tallystick.invoice.app.BillingRules;
import io.tallystick.invoice.app.Drafting;
import io.tallystick.invoice.app.InvoiceMaker;
import io.tallystick.invoice.assembly.Bill;
import io.tallystick.invoice.assembly.Invoice;
import io.tallystick.invoice.assembly.Party;
import io.tallystick.invoice.review.Anomaly;
import io.tallystick.invoice.review.Variance;
import io.tallystick.invoice.review.VarianceSplit;
import io.tallystick.schemas.rated.RatedLine;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Makes and reviews the drafts of some customers; stores nothing, so that a plan is the same code as a review. */
final class PgDrafter {
    private final SqlClient client;
    private final BillingRules rules;
    private final Instant cutoff;
    private final Drafting drafting;
    private final Map<String, Integer> taken;

    /**
     * Makes drafts.
     *
     * @param taken redemptions of limited discounts that are gone, by code; what the drafts take is added
     */
    PgDrafter(SqlClient client, BillingRules rules, Instant cutoff, Drafting drafting, Map<String, Integer> taken) {
        this.client = client;
        this.rules = rules;
        this.cutoff = cutoff;
        this.drafting = drafting;
        this.taken = taken;
    }

    /**
     * What is to be said about a customer.
     *
     * @param lines that wait
     * @param made what becomes of them
     * @param reviews one for each currency that it has now or had before
     */
    record Drafted(String customerId, List<RatedLine> lines, InvoiceMaker.Made made, List<Reviewed> reviews) {
        Optional<InvoiceMaker.Made.Exceptional> exceptional() {
            return made instanceof InvoiceMaker.Made.Exceptional one ? Optional.of(one) : Optional.empty();
        }
    }

    /**
     * A draft beside the invoices before.
     *
     * @param draft empty if nothing will be billed in that currency
     */
    record Reviewed(String currency, Optional<Billed> draft, Variance variance, List<Anomaly> anomalies) {}

    /**
     * A draft and what is asked for it.
     *
     * @param codes limited discounts that it takes a redemption of
     */
    record Billed(Invoice.Draft invoice, Bill bill, List<String> codes) {
        /** Copies the list. */
        Billed {
            codes = List.copyOf(codes);
        }
    }

    List<Drafted> draft(String[] customers) {
        Map<String, Party> parties = PgBillables.parties(client, customers);
        PgBillables.Waiting waiting = PgBillables.linesAsTold(client, customers, cutoff);
        Map<String, List<RatedLine>> before = PgBillables.before(client, customers);
        Map<String, Map<String, List<BigDecimal>>> trails = PgBillables.trails(client, customers);
        PgTerms terms = PgTerms.read(client, rules, cutoff, List.of(customers), taken);
        List<Drafted> drafted = new ArrayList<>(customers.length);
        for (String customer : customers) {
            List<RatedLine> own = waiting.of(customer);
            InvoiceMaker.Made made = drafting.maker()
                    .make(customer, Optional.ofNullable(parties.get(customer)), own, waiting.digestOf());
            drafted.add(drafted(
                    customer,
                    own,
                    made,
                    terms,
                    new Earlier(before.getOrDefault(customer, List.of()), trails.getOrDefault(customer, Map.of()))));
        }
        return drafted;
    }

    /** Lines of the last invoices, and sums of those before them by currency. */
    private record Earlier(List<RatedLine> lines, Map<String, List<BigDecimal>> trails) {}

    private Drafted drafted(
            String customer, List<RatedLine> own, InvoiceMaker.Made made, PgTerms terms, Earlier earlier) {
        List<Billed> billed = new ArrayList<>();
        if (made instanceof InvoiceMaker.Made.Drafts(List<Invoice.Draft> drafts)) {
            for (Invoice.Draft draft : drafts) {
                try {
                    billed.add(billed(draft, terms));
                } catch (IllegalArgumentException | ArithmeticException broken) {
                    return new Drafted(customer, own, PgTerms.impossible(draft, broken), List.of());
                }
            }
        }
        return new Drafted(
                customer,
                own,
                made,
                made instanceof InvoiceMaker.Made.Exceptional ? List.of() : review(billed, own, earlier));
    }

    private Billed billed(Invoice.Draft draft, PgTerms terms) {
        Bill bill = terms.bill(draft);
        List<String> codes = terms.limited(bill);
        codes.forEach(code -> taken.merge(code, 1, Integer::sum));
        return new Billed(draft, bill, codes);
    }

    private List<Reviewed> review(List<Billed> billed, List<RatedLine> now, Earlier earlier) {
        SortedSet<String> currencies = new TreeSet<>();
        now.forEach(line -> currencies.add(line.currency()));
        earlier.lines().forEach(line -> currencies.add(line.currency()));
        List<Reviewed> reviews = new ArrayList<>();
        for (String currency : currencies) {
            List<RatedLine> is = in(currency, now);
            List<RatedLine> was = in(currency, earlier.lines());
            Variance variance = VarianceSplit.of(currency, was, is);
            List<BigDecimal> trail = earlier.trails().getOrDefault(currency, List.of());
            Optional<Billed> draft = billed.stream()
                    .filter(one -> one.invoice().currency().equals(currency))
                    .findFirst();
            reviews.add(new Reviewed(
                    currency, draft, variance, drafting.anomalies().find(currency, variance.total(), trail, was, is)));
        }
        return reviews;
    }

    private static List<RatedLine> in(String currency, List<RatedLine> lines) {
        return lines.stream().filter(line -> line.currency().equals(currency)).toList();
    }
}
