package io.tallystick.invoice.app;

import io.tallystick.invoice.assembly.InvoiceNumber;
import io.tallystick.invoice.assembly.Party;
import io.tallystick.invoice.assembly.Signer;
import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;

/**
 * What the installation decided about bills.
 *
 * @param seller who bills; its zone decides the days
 * @param paymentDays days from the issue of an invoice until it is due
 * @param minimums the smallest amount that is asked for, by currency; less is carried to the next invoice
 * @param creditNoteSeries of the numbers of credit notes, such as {@code CN}
 * @param taxes who says which taxes apply
 * @param signer who signs documents
 */
public record BillingRules(
        Party seller,
        int paymentDays,
        Map<String, BigDecimal> minimums,
        String creditNoteSeries,
        TaxProvider taxes,
        Signer signer) {

    /** Copies the map; refuses a series that could not be printed and a minimum that its currency cannot show. */
    public BillingRules {
        minimums = Map.copyOf(minimums);
        minimums.forEach((currency, amount) -> new Money(CurrencyUnit.of(currency), amount));
        creditNoteSeries = new InvoiceNumber(creditNoteSeries, 1, 1).series();
    }

    /** The smallest amount that is asked for. */
    public Money minimum(CurrencyUnit currency) {
        BigDecimal amount = minimums.get(currency.code());
        return amount == null ? Money.zero(currency) : new Money(currency, amount);
    }

    /** Day of an instant where the seller is. */
    public LocalDate dayOf(Instant instant) {
        return instant.atZone(ZoneId.of(seller.zone())).toLocalDate();
    }

    /** The first instant at which an invoice due on this day is overdue. */
    public Instant overdueFrom(LocalDate dueOn) {
        return dueOn.plusDays(1).atStartOfDay(ZoneId.of(seller.zone())).toInstant();
    }
}
