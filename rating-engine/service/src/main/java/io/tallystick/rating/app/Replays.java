package io.tallystick.rating.app;

import io.tallystick.rating.app.ReplayStore.Stuck;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Shows what is not billed, and has it looked at again. */
public final class Replays {
    private final ReplayStore store;
    private final Announcer announcer;
    private final ControlLog log;
    private final InstantSource clock;

    /** Replays in {@code store}. */
    public Replays(ReplayStore store, Announcer announcer, ControlLog log, InstantSource clock) {
        this.store = store;
        this.announcer = announcer;
        this.log = log;
        this.clock = clock;
    }

    /** What is not billed, by disposition and reason, of one customer or of all. */
    public List<Stuck> stuck(Optional<String> customerId) {
        return store.stuck(customerId);
    }

    /**
     * Asks the owner of every partition to look again.
     *
     * @param id a UUID that is made for it
     * @param code at events with this reason or rejection code, or at all
     * @param customerId of one customer, or of all
     * @param event just at this one, or at all of them
     * @param author the access key that asks
     */
    public Replay replay(
            String id, Optional<String> code, Optional<String> customerId, Optional<Identity> event, String author) {
        store.add(new Replay(id, code, customerId, event, author, clock.instant(), log.partitions(), 0, 0, 0));
        announcer.replays();
        return store.replay(id).orElseThrow();
    }

    /** A replay with its progress. */
    public Optional<Replay> find(String id) {
        return store.replay(id);
    }
}
