package io.tallystick.rating.simulation;

import io.tallystick.rating.app.Ledger;
import io.tallystick.rating.app.Parked;
import io.tallystick.rating.app.Position;
import io.tallystick.rating.app.RatingMonitor;
import io.tallystick.rating.app.StaleOwnerException;
import io.tallystick.testkit.simulation.Difference;
import io.tallystick.testkit.simulation.Trouble;
import java.time.Duration;
import java.util.List;

/** Counts what operators would see. A failure that is not one of the infrastructure is a defect, and is kept. */
final class Watch implements RatingMonitor {
    private RuntimeException defect;
    private long fenced;
    private long readAgain;

    /** The first failure that no fault explains, null if there is none. */
    RuntimeException defect() {
        return defect;
    }

    /** How often a stale owner was refused. */
    long fenced() {
        return fenced;
    }

    /** How often a gap was found and read again. */
    long readAgain() {
        return readAgain;
    }

    @Override
    public void done(Ledger added, Duration duration) {}

    @Override
    public void positions(List<Position> positions) {}

    @Override
    public void lag(long records) {}

    @Override
    public void fenced(StaleOwnerException stale) {
        fenced++;
    }

    @Override
    public void failed(int partition, RuntimeException trouble) {
        if (!(trouble instanceof Trouble) && defect == null) {
            defect = trouble;
        }
    }

    @Override
    public void recovered(int partition) {}

    @Override
    public void parked(Parked subscription) {
        if (defect == null) {
            defect = new Difference("parked: " + subscription);
        }
    }

    @Override
    public void parked(long subscriptions) {}

    @Override
    public void notAnnounced(String what, RuntimeException trouble) {
        failed(-1, trouble);
    }

    @Override
    public void readAgain(int partition, long next, long first) {
        readAgain++;
    }
}
