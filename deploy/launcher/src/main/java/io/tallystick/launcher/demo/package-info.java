/**
 * {@code ./tally demo}: the month of {@link io.tallystick.demo.DemoMonth} goes in through the public interface, and every figure that comes out
 * is compared with {@link io.tallystick.demo.oracle.Oracle}. Read {@link io.tallystick.launcher.demo.DemoRun} first.
 */
package io.tallystick.launcher.demo;
