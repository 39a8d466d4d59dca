package io.tallystick.rating.catalog;

/** How a part of a period is charged. */
public enum Proration {
    /** By local days: the day of a change belongs to the new state; days of the part over days of the full period. */
    DAY,
    /** By seconds of the part over seconds of the full period. */
    SECOND,
    /** A part costs as much as a full period. */
    NONE
}
