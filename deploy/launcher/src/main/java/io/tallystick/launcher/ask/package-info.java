/** Answers of the services, laid out for a terminal. Each class takes the JSON of one answer and writes lines to a screen. */
package io.tallystick.launcher.ask;
