/**
 * The invoices of a close, computed a second time: one class after the other reads the price book as it stands in the file, walks over
 * all events and adds up. It shares no code with the product, keeps nothing, and is slow on purpose. Read {@link
 * io.tallystick.demo.oracle.Oracle} first, then {@link io.tallystick.demo.oracle.InvoiceCheck}, which compares.
 */
package io.tallystick.demo.oracle;
