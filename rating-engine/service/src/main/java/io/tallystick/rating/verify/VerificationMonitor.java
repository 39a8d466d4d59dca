package io.tallystick.rating.verify;

/** Hears what a run found. */
public interface VerificationMonitor {
    /** A run came to its end. */
    void verified(VerificationScope scope, VerificationReport report);

    /** A run did not come to its end. */
    void notVerified(RuntimeException trouble);
}
