/**
 * The use cases and the ports that they need. Read {@link io.tallystick.invoice.app.Collector} (rated lines come in) and {@link
 * io.tallystick.invoice.app.CloseRunner} (a close goes from state to state) first.
 *
 * <p>Ports that return a {@code Uni} serve requests and never block; the others block and are called from the service's own
 * threads.
 */
package io.tallystick.invoice.app;
