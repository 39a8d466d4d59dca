package io.tallystick.emitter;

import java.util.Optional;

/** The counts of {@link Delivery}, changed together. */
final class Ledger {
    private long recovered;
    private long recorded;
    private long acknowledged;
    private long refused;
    private long spooled;
    private long dropped;
    private long requests;
    private Optional<String> problem = Optional.empty();

    synchronized void recovered(long events) {
        recovered += events;
        spooled += events;
    }

    synchronized void spooled() {
        recorded++;
        spooled++;
    }

    synchronized void dropped() {
        recorded++;
        dropped++;
    }

    synchronized void settled(long taken, long given) {
        acknowledged += taken;
        refused += given;
        spooled -= taken + given;
    }

    synchronized void sent(Optional<String> why) {
        requests++;
        problem = why;
    }

    synchronized Delivery snapshot() {
        return new Delivery(recovered, recorded, acknowledged, refused, spooled, dropped, requests, problem);
    }
}
