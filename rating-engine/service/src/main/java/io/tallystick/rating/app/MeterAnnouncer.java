package io.tallystick.rating.app;

/** Brings the state of meters into the log, where others follow it. */
public interface MeterAnnouncer {
    /** Announces every meter that is not announced yet; what cannot be announced now is announced later. */
    void announce();
}
