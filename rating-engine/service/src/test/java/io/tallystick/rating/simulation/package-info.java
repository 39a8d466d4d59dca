/**
 * Drives the real pipeline, publisher and commands over a log and a store in memory, with a fault at every step, and compares what
 * stands there afterwards with a naive computation. Read {@link io.tallystick.rating.simulation.Simulation} first, then
 * {@link io.tallystick.rating.simulation.Oracle}.
 */
package io.tallystick.rating.simulation;
