/**
 * The door for usage events. Read {@link io.tallystick.ingest.app.Intake} first, then {@code http.EventsResource}: bytes come in
 * by HTTP, are split into events, checked with the rules that rating uses too, and are answered when the log has acknowledged.
 */
package io.tallystick.ingest;
