package io.tallystick.invoice.assembly;

import io.tallystick.schemas.bill.BillDiscount;
import io.tallystick.schemas.bill.Scope;
import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A discount as it is maintained. Exactly one of {@code percent}, {@code amount} and {@code volume} says how much; a coupon is a
 * discount that is not for everyone and is given to a customer by its code.
 *
 * @param code stable name, also what a customer enters
 * @param name for people, stands on the invoice
 * @param percent 10 is 10 %, or null
 * @param amount a fixed amount for each invoice (level invoice) or each line (level line), or null
 * @param currency of the amount; invoices in others are left alone
 * @param volume steps by what is discounted, or null
 * @param level {@code line} or {@code invoice}
 * @param appliesTo lines by {@code charge:…}, {@code meter:…}, {@code plan:…}, {@code kind:…} or {@code subscription:…}; empty: all
 * @param everyone whether every customer has it without being given it
 * @param validFrom the first cut-off that it counts for, or null
 * @param validUntil the last cut-off that it counts for, or null
 * @param maxRedemptions on how many invoices at most, over all customers, or null
 * @param maxPerCustomer on how many invoices of one customer at most, or null
 */
public record DiscountDefinition(
        String code,
        String name,
        BigDecimal percent,
        BigDecimal amount,
        String currency,
        List<VolumeStep> volume,
        String level,
        List<String> appliesTo,
        boolean everyone,
        Instant validFrom,
        Instant validUntil,
        Integer maxRedemptions,
        Integer maxPerCustomer) {
    private static final BigDecimal ONE_PERCENT = new BigDecimal("0.01");

    /** Copies the lists. */
    public DiscountDefinition {
        volume = volume == null ? List.of() : List.copyOf(volume);
        appliesTo = appliesTo == null ? List.of() : List.copyOf(appliesTo);
    }

    /**
     * A step of a volume discount.
     *
     * @param from the smallest sum that gets it
     * @param percent 10 is 10 %
     */
    public record VolumeStep(BigDecimal from, BigDecimal percent) {}

    /** Whether it counts for a close with this cut-off. */
    public boolean countsAt(Instant cutoff) {
        return (validFrom == null || !cutoff.isBefore(validFrom)) && !endedBefore(cutoff);
    }

    /** Whether it no longer counts at an instant. */
    public boolean endedBefore(Instant instant) {
        return validUntil != null && instant.isAfter(validUntil);
    }

    /** The same for the arithmetic of bills. */
    public BillDiscount discount() {
        BillDiscount.Level at = "line".equals(level) ? BillDiscount.Level.LINE : BillDiscount.Level.INVOICE;
        return new BillDiscount(code, name, at, new Scope(Set.copyOf(appliesTo)), off());
    }

    private BillDiscount.Off off() {
        if (percent != null) {
            return new BillDiscount.Percent(percent.multiply(ONE_PERCENT));
        }
        if (amount != null) {
            return new BillDiscount.Fixed(new Money(CurrencyUnit.of(currency), amount));
        }
        return new BillDiscount.Volume(volume.stream()
                .map(step -> new BillDiscount.Step(step.from(), step.percent().multiply(ONE_PERCENT)))
                .toList());
    }
}
