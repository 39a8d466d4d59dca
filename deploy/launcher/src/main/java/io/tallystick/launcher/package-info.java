/**
 * The launcher behind {@code ./tally}.
 *
 * <p>Read {@link io.tallystick.launcher.Main} for the verbs and {@link io.tallystick.launcher.Supervisor} for the life
 * of a stack.
 */
package io.tallystick.launcher;
