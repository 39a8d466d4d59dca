/**
 * The core of every emitter: a call becomes an event with an id of its own, the event goes to a spool on the local disk, and a
 * thread of its own brings it to metering-ingest until it is acknowledged. Read {@link io.tallystick.emitter.Meter} (what a
 * server calls) and {@link io.tallystick.emitter.Delivery} (how it proves that nothing was lost) first.
 */
package io.tallystick.emitter;
