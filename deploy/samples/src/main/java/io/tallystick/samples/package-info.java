/** A sample MCP server; {@link io.tallystick.samples.SampleServer} shows how it meters itself. */
package io.tallystick.samples;
