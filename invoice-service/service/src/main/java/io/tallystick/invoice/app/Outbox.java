package io.tallystick.invoice.app;

import io.tallystick.schemas.access.AccessKey;
import io.tallystick.schemas.billing.BillingEvent;
import java.util.List;
import java.util.function.Consumer;

/**
 * What was committed and still has to be told. One process at a time tells, in the order of commitment; what was told twice has the
 * same id or the same state.
 */
public interface Outbox {

    /**
     * Hands out the oldest billing events and forgets them when {@code send} returns. Blocks.
     *
     * @param send returns when the log has acknowledged all of them, throws otherwise
     * @return how many there were; 0 also while another process tells
     */
    int tellEvents(int limit, Consumer<List<BillingEvent>> send);

    /** The same for the state of access keys. */
    int tellAccessKeys(int limit, Consumer<List<AccessKey>> send);

    /** Lets every access key be told again, for a log that has lost them. */
    void tellAllAccessKeysAgain();
}
