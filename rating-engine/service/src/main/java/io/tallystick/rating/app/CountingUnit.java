package io.tallystick.rating.app;

import io.tallystick.schemas.control.ControlRecord.DoorCounted;
import io.tallystick.schemas.control.ControlRecord.LinesCollected;
import io.tallystick.schemas.id.SetDigest;
import io.tallystick.schemas.rated.LinesCounted;
import java.time.Instant;
import java.util.List;

/** The units of work of the reconciliation: what doors let in, and whether the lines here are those that invoices are made of. */
final class CountingUnit {
    private static final Instant END_OF_TIME = Instant.parse("9999-01-01T00:00:00Z");

    private final RatingUnit unit;

    CountingUnit(RatingUnit unit) {
        this.unit = unit;
    }

    Committed door(Position from, LogRecord.Control record, DoorCounted counted) {
        unit.tx().counts().door(from.partition(), counted);
        return moved(from, record);
    }

    /** Lines that a close holds were compared by the close, and do not change any more. */
    Committed count(Position from, LogRecord.Control record) {
        SetDigest[] digest = {SetDigest.EMPTY};
        unit.tx()
                .billable(
                        from.partition(),
                        from.sealedUntil(),
                        END_OF_TIME,
                        line -> digest[0] = digest[0].plus(line.digest()));
        LinesCounted counted = new LinesCounted(
                from.partition(),
                record.offset(),
                from.sealedUntil().orElse(null),
                1,
                digest[0].count(),
                digest[0].hex());
        unit.tx().counts().lines(counted, record.receivedAt());
        return moved(from, record).counting(List.of(counted));
    }

    Committed collected(Position from, LogRecord.Control record, LinesCollected collected) {
        unit.tx().counts().collected(from.partition(), collected);
        return moved(from, record);
    }

    private Committed moved(Position from, LogRecord.Control record) {
        Position to = from.after(record.offset(), record.receivedAt(), Ledger.ONE_CONTROL);
        unit.tx().move(from, to);
        return Committed.at(to);
    }
}
