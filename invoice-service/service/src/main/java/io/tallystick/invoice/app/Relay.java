package io.tallystick.invoice.app;

/** Empties the outbox into the log. */
public final class Relay {
    private static final int BATCH = 500;

    private final Outbox outbox;
    private final BillingFeed feed;

    /** From {@code outbox} to {@code feed}. */
    public Relay(Outbox outbox, BillingFeed feed) {
        this.outbox = outbox;
        this.feed = feed;
    }

    /** Lets every access key be told again. Blocks. */
    public void start() {
        outbox.tellAllAccessKeysAgain();
    }

    /** Tells a batch of each kind; whether there may be more. Blocks. Access keys go first: a revocation must not wait. */
    public boolean relay() {
        int keys = outbox.tellAccessKeys(BATCH, feed::sendAccessKeys);
        int events = outbox.tellEvents(BATCH, feed::sendEvents);
        return keys > 0 || events > 0;
    }
}
