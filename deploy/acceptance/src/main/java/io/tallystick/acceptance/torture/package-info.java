/**
 * The fault harness: real processes, real traffic, and everything that can break, broken on purpose. Read {@link
 * io.tallystick.acceptance.torture.Torture} (one run) and {@link io.tallystick.acceptance.torture.Verdict} (what must be true after it).
 */
package io.tallystick.acceptance.torture;
