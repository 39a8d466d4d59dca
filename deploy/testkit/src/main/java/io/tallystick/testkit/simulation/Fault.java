package io.tallystick.testkit.simulation;

/** What can go wrong at a step. */
public enum Fault {
    /** The process is gone; nothing of its memory is left. */
    CRASH,
    /** The connection to the database or to the broker is lost; nothing was done. */
    LOST_CONNECTION,
    /** Others do something in the middle of it. */
    INTERLEAVED,
    /** The database refuses the commit, and the transaction is undone. */
    COMMIT_FAILED,
    /** The transaction is committed, but the answer is lost. */
    COMMIT_ANSWER_LOST,
    /** The connection is lost while the database commits: it holds the locks, and commits later. */
    COMMIT_LATER,
    /** The database had to wait for a lock that somebody else holds, and gave up. */
    LOCK_HELD,
    /** The log did not take a record. */
    SEND_REFUSED,
    /** The log took a record, but the acknowledgement is lost. */
    SEND_ANSWER_LOST,
    /** A partition goes to another instance; the old one is told. */
    REBALANCED,
    /** A partition goes to another instance; the old one goes on, because it does not know. */
    STALE_OWNER,
    /** Records are delivered that were done before. */
    REDELIVERED,
    /** The group's offset is ahead of the database, so that records are missing. */
    GAP,
    /** The log has an offset without a record. */
    HOLE
}
