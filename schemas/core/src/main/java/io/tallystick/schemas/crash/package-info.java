/**
 * Places at which a test lets a process end. {@link io.tallystick.schemas.crash.CrashPoint} names each; nothing happens at them unless
 * a process is started with {@code -Dtally.crash-at}.
 */
package io.tallystick.schemas.crash;
