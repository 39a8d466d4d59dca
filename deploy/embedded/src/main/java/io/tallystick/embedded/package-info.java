/**
 * A real PostgreSQL and a real Kafka broker, each in processes of their own, with data that outlives them.
 *
 * <p>Read {@link io.tallystick.embedded.PostgresServer} and {@link io.tallystick.embedded.KafkaBroker} first: both
 * own one folder, start in seconds, and come back with everything that was acknowledged after a {@code kill -9}.
 */
package io.tallystick.embedded;
