/**
 * What an invoice and a close are, without clock, random numbers or I/O. Read {@link io.tallystick.invoice.assembly.Assembler}
 * (rated lines become drafts) and {@link io.tallystick.invoice.assembly.Close} (the states of a close) first.
 */
package io.tallystick.invoice.assembly;
