package io.tallystick.invoice.store;

import io.tallystick.invoice.app.Drafting;
import io.tallystick.invoice.app.InvoiceMaker;
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
    private final Instant cutoff;
    private final Drafting drafting;

    PgDrafter(SqlClient client, Instant cutoff, Drafting drafting) {
        this.client = client;
        this.cutoff = cutoff;
        this.drafting = drafting;
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
    record Reviewed(String currency, Optional<Invoice.Draft> draft, Variance variance, List<Anomaly> anomalies) {}

    List<Drafted> draft(String[] customers) {
        Map<String, Party> parties = PgBillables.parties(client, customers);
        Map<String, List<RatedLine>> lines = PgBillables.lines(client, customers, cutoff);
        Map<String, List<RatedLine>> before = PgBillables.before(client, customers);
        Map<String, Map<String, List<BigDecimal>>> trails = PgBillables.trails(client, customers);
        List<Drafted> drafted = new ArrayList<>(customers.length);
        for (String customer : customers) {
            List<RatedLine> own = lines.getOrDefault(customer, List.of());
            InvoiceMaker.Made made = drafting.maker().make(customer, Optional.ofNullable(parties.get(customer)), own);
            List<Reviewed> reviews = made instanceof InvoiceMaker.Made.Exceptional
                    ? List.of()
                    : review(
                            made,
                            own,
                            before.getOrDefault(customer, List.of()),
                            trails.getOrDefault(customer, Map.of()));
            drafted.add(new Drafted(customer, own, made, reviews));
        }
        return drafted;
    }

    private List<Reviewed> review(
            InvoiceMaker.Made made, List<RatedLine> now, List<RatedLine> before, Map<String, List<BigDecimal>> trails) {
        SortedSet<String> currencies = new TreeSet<>();
        now.forEach(line -> currencies.add(line.currency()));
        before.forEach(line -> currencies.add(line.currency()));
        List<Reviewed> reviews = new ArrayList<>();
        for (String currency : currencies) {
            List<RatedLine> is = in(currency, now);
            List<RatedLine> was = in(currency, before);
            Variance variance = VarianceSplit.of(currency, was, is);
            List<BigDecimal> trail = trails.getOrDefault(currency, List.of());
            Optional<Invoice.Draft> draft = made instanceof InvoiceMaker.Made.Drafts drafts
                    ? drafts.drafts().stream()
                            .filter(one -> one.currency().equals(currency))
                            .findFirst()
                    : Optional.empty();
            reviews.add(new Reviewed(
                    currency, draft, variance, drafting.anomalies().find(currency, variance.total(), trail, was, is)));
        }
        return reviews;
    }

    private static List<RatedLine> in(String currency, List<RatedLine> lines) {
        return lines.stream().filter(line -> line.currency().equals(currency)).toList();
    }
}
