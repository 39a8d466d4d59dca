/**
 * What seeded simulations are made of: {@link io.tallystick.testkit.simulation.Fate} decides everything that is left to chance, from one
 * seed, and {@link io.tallystick.testkit.simulation.Fault} names what can go wrong. The services bring the rest: their real use cases,
 * over a log and a store in memory, and an oracle.
 */
package io.tallystick.testkit.simulation;
