/**
 * Metering from outside, for servers in any language. Read {@link io.tallystick.emitter.proxy.Observer} (what counts as a call),
 * then {@link io.tallystick.emitter.proxy.HttpProxy} and {@link io.tallystick.emitter.proxy.StdioWrap} (the two ways in between).
 */
package io.tallystick.emitter.proxy;
