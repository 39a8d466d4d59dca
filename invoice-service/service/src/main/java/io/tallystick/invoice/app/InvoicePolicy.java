package io.tallystick.invoice.app;

import io.tallystick.invoice.assembly.Party;

/**
 * What the installation decided about invoices.
 *
 * @param series of the numbers, such as {@code INV}
 * @param seller who bills; its zone decides the day of issue
 * @param zeroInvoices whether a customer whose lines all are 0.00 gets an invoice of 0.00
 * @param batch customers in one transaction
 */
public record InvoicePolicy(String series, Party seller, boolean zeroInvoices, int batch) {}
