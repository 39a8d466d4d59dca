/** Delivery straight to the log; needs kafka-clients, which nothing else here does. */
package io.tallystick.emitter.kafka;
