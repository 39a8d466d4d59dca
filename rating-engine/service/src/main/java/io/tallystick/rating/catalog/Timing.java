package io.tallystick.rating.catalog;

/** When a fee of a period is due. */
public enum Timing {
    /** At the start of the period that it pays for. */
    IN_ADVANCE,
    /** At the end of the period that it pays for. */
    IN_ARREARS
}
