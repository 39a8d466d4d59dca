/**
 * A real PostgreSQL and a real Kafka for tests.
 *
 * <p>Read {@link io.tallystick.testkit.TestPair} for plain tests and {@link io.tallystick.testkit.TallyResources} for
 * {@code @QuarkusTest}.
 */
package io.tallystick.testkit;
