package io.tallystick.rating.simulation;

/** Mistakes that can be built into the log and the store on purpose, to prove that the simulation finds them. */
enum Bug {
    /** An event whose identity is known is taken as new. */
    NO_DEDUPLICATION,
    /** An event that is believed to be new is new, whatever the key says. */
    BELIEF_IS_THE_JUDGE,
    /** Nobody checks where the partition stands, neither at the beginning nor at the end. */
    NO_FENCE,
    /** The position is committed before what it stands for. */
    POSITION_BEFORE_EFFECT,
    /** The position is committed after what it stands for. */
    POSITION_AFTER_EFFECT,
    /** A commit that fails leaves half of its writes. */
    TORN_COMMIT,
    /** An event at the end of a period is taken as the last of it. */
    END_BELONGS_TO_THE_PERIOD,
    /** Times are cut to milliseconds. */
    MILLISECONDS,
    /** What came too late for its close is not kept. */
    LATE_IS_LOST,
    /** A line that is billable at the cut-off of a close is counted in the next one too. */
    CUTOFF_IN_BOTH_CLOSES,
    /** The second barrier of a close is answered as if it was the first. */
    SEAL_FORGOTTEN,
    /** What is published is marked when it is handed over, and not when it is acknowledged. */
    MARKED_BEFORE_ACKNOWLEDGED,
    /** A change is marked as announced although the log did not take it. */
    ANNOUNCED_TOO_EARLY,
    /** Missing records are taken for a hole of the log. */
    GAP_TAKEN_FOR_A_HOLE,
    /** The group takes it as done what a replaced owner publishes. */
    REPLACED_OWNER_IS_HEARD,
    /** A reader of the lines reads rounds that were given up, too. */
    GIVEN_UP_ROUNDS_ARE_READ
}
