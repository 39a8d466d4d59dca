/** Kafka: rated lines come in, barriers, billing events and access keys go out. */
package io.tallystick.invoice.stream;
