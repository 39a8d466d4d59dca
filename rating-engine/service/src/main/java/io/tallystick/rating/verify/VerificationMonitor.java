package io.tallystick.rating.verify;

/** Hears what a run found. */
public interface VerificationMonitor {
    /** A run ended: so many lines were compared, and so many of them differ. */
    void verified(long lines, long differences);

    /** A run did not come to its end. */
    void notVerified(RuntimeException trouble);
}
