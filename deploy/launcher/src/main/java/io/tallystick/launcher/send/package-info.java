/**
 * Rows of a CSV file become events. Read {@link io.tallystick.launcher.send.Mapping} (what is written where) and {@link
 * io.tallystick.launcher.send.CsvSender} (how a run is repeated and resumed without counting a row twice) first.
 */
package io.tallystick.launcher.send;
