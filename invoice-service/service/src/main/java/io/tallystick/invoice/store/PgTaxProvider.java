package io.tallystick.invoice.store;

import io.quarkus.arc.DefaultBean;
import io.tallystick.invoice.app.TaxProvider;
import io.tallystick.invoice.assembly.Bill;
import io.tallystick.invoice.assembly.BillTerms.NamedRate;
import io.tallystick.invoice.assembly.BillTerms.TaxTerms;
import io.tallystick.schemas.bill.Scope;
import io.tallystick.schemas.bill.TaxRate;
import io.tallystick.schemas.bill.Taxes;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The rates that are kept in the database. */
@Singleton
@DefaultBean
class PgTaxProvider implements TaxProvider {
    private final Pool pool;

    PgTaxProvider(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Map<String, TaxTerms> taxesOf(Collection<String> customerIds, Instant cutoff) {
        List<Row> customers = Sql.rows(
                pool,
                "SELECT customer_id, treatment, rates, rounded_per, note FROM billing.customer_tax WHERE customer_id = ANY($1)",
                (Object) customerIds.toArray(String[]::new));
        if (customers.isEmpty()) {
            return Map.of();
        }
        Map<String, NamedRate> rates = new HashMap<>();
        for (Row row : Sql.rows(
                pool, "SELECT code, name, rate::text AS rate, inclusive, compound, scope FROM billing.tax_rate")) {
            rates.put(row.getString("code"), rate(row));
        }
        Map<String, TaxTerms> terms = new HashMap<>();
        customers.forEach(row -> terms.put(row.getString("customer_id"), terms(row, rates)));
        return terms;
    }

    private static NamedRate rate(Row row) {
        return new NamedRate(
                new TaxRate(
                        row.getString("code"),
                        new BigDecimal(row.getString("rate")),
                        row.getBoolean("inclusive"),
                        row.getBoolean("compound"),
                        Scope.of(row.getArrayOfStrings("scope"))),
                row.getString("name"));
    }

    private static TaxTerms terms(Row row, Map<String, NamedRate> rates) {
        Optional<String> note = Optional.ofNullable(row.getString("note"));
        return switch (row.getString("treatment")) {
            case "exempt" -> new TaxTerms(List.of(), Taxes.Per.RATE, note.or(() -> Optional.of(Bill.EXEMPT)));
            case "reverse_charge" ->
                new TaxTerms(List.of(), Taxes.Per.RATE, note.or(() -> Optional.of(Bill.REVERSE_CHARGE)));
            default ->
                new TaxTerms(
                        Stream.of(row.getArrayOfStrings("rates"))
                                .map(rates::get)
                                .toList(),
                        row.getString("rounded_per").equals("line") ? Taxes.Per.LINE : Taxes.Per.RATE,
                        note);
        };
    }
}
