package io.tallystick.rating.app;

import io.tallystick.rating.app.RatingUnit.PartitionPlace;
import io.tallystick.schemas.rated.Sealed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An owner of the one partition of a {@link World}, with its memory and its idea of the position. */
final class WorldOwner {
    private final List<LogRecord> log;
    private final PartitionWork work;
    private final List<Sealed> seals = new ArrayList<>();
    private final List<PublishedLine> published = new ArrayList<>();
    private Position position;

    /** An owner of what stands in {@code log}, who knows only what the store holds. */
    WorldOwner(List<LogRecord> log, RatingStore store, Catalog catalog) {
        this.log = log;
        this.work = new PartitionRating(
                store,
                catalog,
                new PartitionPlace(World.PARTITION, 1),
                new RatingLimits(1, 20_000, 60_000, Duration.ZERO, 2_000, 12_000, 62_500),
                new SilentMonitor());
        this.position = work.position().orElse(Position.unknown(World.PARTITION, 0));
    }

    /** Does what is left of the log, at most {@code batch} usage records in one unit of work. */
    Committed run(int batch) {
        Committed last = Committed.at(position);
        while (position.nextOffset() < log.size()) {
            last = unit(batch);
        }
        return last;
    }

    /** Does one unit of work. */
    Committed unit(int batch) {
        int from = (int) position.nextOffset();
        Committed done;
        if (log.get(from) instanceof LogRecord.Control control) {
            done = work.control(position, control);
        } else {
            List<LogRecord.Usage> run = new ArrayList<>();
            for (int at = from; at < log.size() && run.size() < batch; at++) {
                if (!(log.get(at) instanceof LogRecord.Usage usage)) {
                    break;
                }
                run.add(usage);
            }
            done = work.usage(position, run);
        }
        position = done.position();
        seals.addAll(done.seals());
        published.addAll(done.lines());
        return done;
    }

    List<Sealed> seals() {
        return seals;
    }

    List<PublishedLine> published() {
        return published;
    }
}
