/**
 * The rules that the build checks in every module. Read {@link io.tallystick.testkit.architecture.Bans} (calls that have one
 * home, or none) and {@link io.tallystick.testkit.architecture.ServiceLayers} (who may import whom inside a service) first.
 */
package io.tallystick.testkit.architecture;
