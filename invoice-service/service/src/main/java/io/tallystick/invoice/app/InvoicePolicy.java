package io.tallystick.invoice.app;

import io.tallystick.invoice.assembly.Party;
import java.math.BigDecimal;

/**
 * What the installation decided about invoices.
 *
 * @param series of the numbers, such as {@code INV}
 * @param seller who bills; its zone decides the day of issue
 * @param zeroInvoices whether a customer whose lines all are 0.00 gets an invoice of 0.00
 * @param batch customers in one transaction
 * @param secondPersonAbove a close with a total above it, in any currency, is approved by somebody who neither asked for it nor
 *     waived anything in it
 */
public record InvoicePolicy(
        String series, Party seller, boolean zeroInvoices, int batch, BigDecimal secondPersonAbove) {}
