/** Metering of servers made with the MCP Java SDK; {@link io.tallystick.emitter.mcp.Metered} is all of it. */
package io.tallystick.emitter.mcp;
