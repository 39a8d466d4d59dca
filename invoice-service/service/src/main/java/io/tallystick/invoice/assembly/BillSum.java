package io.tallystick.invoice.assembly;

import java.math.BigDecimal;

/**
 * What one bill or many in one currency come to: lines of 100.00, a discount of 10.00, tax of 17.10 and a credit of 50.00 are a
 * total of 107.10 and an amount due of 57.10.
 *
 * @param subtotal of the lines as shown
 * @param discount taken off by all discounts
 * @param tax all of it, inclusive taxes too
 * @param total what is owed for the lines
 * @param credit paid by credits
 * @param carriedIn what earlier invoices left
 * @param carriedOut what is left to later ones
 * @param due what will be asked for
 */
public record BillSum(
        BigDecimal subtotal,
        BigDecimal discount,
        BigDecimal tax,
        BigDecimal total,
        BigDecimal credit,
        BigDecimal carriedIn,
        BigDecimal carriedOut,
        BigDecimal due) {

    /** The figures of one bill. */
    public static BillSum of(Bill bill) {
        return new BillSum(
                bill.subtotal(),
                bill.discounted(),
                bill.tax(),
                bill.total(),
                bill.credited(),
                bill.carriedIn(),
                bill.carriedOut(),
                bill.amountDue());
    }

    /** The same below zero, so that it can be taken off. */
    public BillSum negated() {
        return new BillSum(
                subtotal.negate(),
                discount.negate(),
                tax.negate(),
                total.negate(),
                credit.negate(),
                carriedIn.negate(),
                carriedOut.negate(),
                due.negate());
    }

    /** Both together, figure by figure. */
    public BillSum plus(BillSum other) {
        return new BillSum(
                subtotal.add(other.subtotal),
                discount.add(other.discount),
                tax.add(other.tax),
                total.add(other.total),
                credit.add(other.credit),
                carriedIn.add(other.carriedIn),
                carriedOut.add(other.carriedOut),
                due.add(other.due));
    }
}
