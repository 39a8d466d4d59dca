/** Settings, and how the parts are put together and kept running. */
package io.tallystick.invoice.config;
