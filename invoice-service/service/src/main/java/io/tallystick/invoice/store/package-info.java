/**
 * PostgreSQL. The edited aggregates (customers, access keys) go through Hibernate Reactive, everything else through the Vert.x client
 * with one statement for a whole batch; the two never share a transaction.
 */
package io.tallystick.invoice.store;
