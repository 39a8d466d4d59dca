package io.tallystick.rating.app;

import java.time.Duration;
import java.util.List;

/** Nobody watches. */
final class SilentMonitor implements RatingMonitor {
    @Override
    public void done(Ledger added, Duration duration) {}

    @Override
    public void positions(List<Position> positions) {}

    @Override
    public void lag(long records) {}

    @Override
    public void fenced(StaleOwnerException stale) {}

    @Override
    public void failed(int partition, RuntimeException trouble) {}

    @Override
    public void recovered(int partition) {}

    @Override
    public void parked(Parked subscription) {}

    @Override
    public void parked(long subscriptions) {}

    @Override
    public void notAnnounced(String what, RuntimeException trouble) {
        throw trouble;
    }

    @Override
    public void readAgain(int partition, long next, long first) {}
}
