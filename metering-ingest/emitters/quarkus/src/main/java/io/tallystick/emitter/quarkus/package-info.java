/** Metering of Quarkus MCP servers; {@link io.tallystick.emitter.quarkus.ServerMeter} tells the properties. */
package io.tallystick.emitter.quarkus;
