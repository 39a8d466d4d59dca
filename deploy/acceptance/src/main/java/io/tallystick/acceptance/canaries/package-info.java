/**
 * Deliberate bugs and the tests that must catch them. {@link io.tallystick.acceptance.canaries.Canary} is one of them; {@code
 * canaries.txt} beside it lists all.
 */
package io.tallystick.acceptance.canaries;
