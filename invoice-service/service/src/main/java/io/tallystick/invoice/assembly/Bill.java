package io.tallystick.invoice.assembly;

import java.math.BigDecimal;
import java.util.List;

/**
 * What stands between the lines of an invoice and what is asked for, frozen when the invoice is finalised. Lines of 100.00, a
 * discount of 10.00, 19 % of the remaining 90.00, a credit of 50.00: total 107.10, amount due 57.10.
 *
 * <p>The figures that are shown add up: {@code subtotal − discounts + exclusive taxes = total = net + tax} and {@code total +
 * carriedIn − credits − carriedOut = amountDue}.
 *
 * @param subtotal sum of the lines as shown
 * @param discounts in the order in which they were taken off
 * @param net without any tax
 * @param taxes in their order
 * @param tax all of it
 * @param taxNote why there is no tax: {@value #REVERSE_CHARGE}, {@value #EXEMPT} or words of the operator; null if there is
 *     nothing to say
 * @param total what the customer owes for the lines
 * @param credits in the order in which they were used
 * @param carriedIn what earlier invoices left to this one; below zero in favour of the customer
 * @param carriedOut what this one leaves to the next: an amount below the minimum, or a negative one
 * @param amountDue what is asked for, never below zero
 */
public record Bill(
        BigDecimal subtotal,
        List<Discount> discounts,
        BigDecimal net,
        List<Tax> taxes,
        BigDecimal tax,
        String taxNote,
        BigDecimal total,
        List<CreditUse> credits,
        BigDecimal carriedIn,
        BigDecimal carriedOut,
        BigDecimal amountDue) {

    /** As {@code taxNote}: the recipient is liable for the tax; documents say it in their language. */
    public static final String REVERSE_CHARGE = "reverse_charge";

    /** As {@code taxNote}: the customer pays no tax; documents say it in their language. */
    public static final String EXEMPT = "exempt";

    /** Copies the lists; refuses figures that do not add up. */
    public Bill {
        discounts = List.copyOf(discounts);
        taxes = List.copyOf(taxes);
        credits = List.copyOf(credits);
        BigDecimal used = credits.stream().map(CreditUse::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal asked = total.add(carriedIn).subtract(used).subtract(carriedOut);
        if (net.add(tax).compareTo(total) != 0 || asked.compareTo(amountDue) != 0 || amountDue.signum() < 0) {
            throw new IllegalArgumentException("The figures of a bill do not add up: net " + net + " + tax " + tax
                    + " = total " + total + "; + carried " + carriedIn + " − credits " + used + " − left over "
                    + carriedOut + " = due " + amountDue + ".");
        }
    }

    /**
     * The bill of an invoice without discounts, taxes and credits.
     *
     * @param total its lines; the only figure there was before bills were kept
     */
    static Bill plain(BigDecimal total) {
        BigDecimal zero = total.subtract(total);
        BigDecimal due = total.max(zero);
        return new Bill(
                total, List.of(), total, List.of(), zero, null, total, List.of(), zero, total.subtract(due), due);
    }

    /** What was taken off by all discounts. */
    public BigDecimal discounted() {
        return discounts.stream().map(Discount::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** What was paid by credits. */
    public BigDecimal credited() {
        return credits.stream().map(CreditUse::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /**
     * What is to be paid for a line, with its share of discounts and taxes; over all lines this is the total.
     *
     * @param index from 0 on, in the order of the lines
     * @param amount of the line as shown
     */
    public BigDecimal grossOf(int index, BigDecimal amount) {
        BigDecimal gross = amount;
        for (Discount discount : discounts) {
            gross = gross.subtract(discount.perLine().get(index));
        }
        for (Tax one : taxes) {
            gross = one.inclusive() ? gross : gross.add(one.perLine().get(index));
        }
        return gross;
    }

    /**
     * A discount.
     *
     * @param code of the discount
     * @param name for people
     * @param off how much, such as {@code 10 %} or {@code 5.00}
     * @param amount what it took
     * @param perLine its parts, in the order of the lines
     */
    public record Discount(String code, String name, String off, BigDecimal amount, List<BigDecimal> perLine) {
        /** Copies the list. */
        public Discount {
            perLine = List.copyOf(perLine);
        }
    }

    /**
     * A tax.
     *
     * @param code of the rate
     * @param name for people
     * @param rate 0.19 is 19 %
     * @param inclusive whether the lines contain it
     * @param compound whether it is also due on the taxes before it
     * @param taxable sum of the taxed lines after discounts
     * @param amount the tax
     * @param perLine its parts, in the order of the lines
     */
    public record Tax(
            String code,
            String name,
            BigDecimal rate,
            boolean inclusive,
            boolean compound,
            BigDecimal taxable,
            BigDecimal amount,
            List<BigDecimal> perLine) {
        /** Copies the list. */
        public Tax {
            perLine = List.copyOf(perLine);
        }
    }

    /**
     * A credit that paid a part.
     *
     * @param creditId which one
     * @param description for people
     * @param amount so much of it
     * @param left so much remains
     */
    public record CreditUse(String creditId, String description, BigDecimal amount, BigDecimal left) {}
}
