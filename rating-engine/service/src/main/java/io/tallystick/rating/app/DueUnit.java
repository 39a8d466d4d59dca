package io.tallystick.rating.app;

import io.tallystick.schemas.control.ControlRecord.PeriodsDue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The unit of work of passing time: periods that have started are opened, customer by customer, a few at a time. */
final class DueUnit {
    private static final int CUSTOMERS = 500;

    /** More lines than these are read back after the commit instead of being held until then. */
    private static final int MOST_HELD = 5_000;

    private final RatingUnit unit;
    private final List<PublishedLine> lines = new ArrayList<>();
    private boolean complete = true;

    DueUnit(RatingUnit unit) {
        this.unit = unit;
    }

    Committed periodsDue(Position from, LogRecord.Control record, PeriodsDue due) {
        open(due.asOf(), record.offset());
        unit.tx().forgetLimits(unit.place().partition(), record.receivedAt().minus(LimitCounting.KEPT));
        Position to = from.after(record.offset(), record.receivedAt(), Ledger.ONE_CONTROL);
        unit.tx().move(from, to);
        return committed(to);
    }

    /** Opens, for every customer of the partition, the periods that start at or before {@code upTo}. */
    void open(Instant upTo, long offset) {
        String after = "";
        List<String> customers = unit.tx().due(unit.place().partition(), upTo, after, CUSTOMERS);
        while (!customers.isEmpty()) {
            unit.know(customers);
            for (String customer : customers) {
                unit.open(unit.customer(customer), upTo, offset);
            }
            hold(unit.settle());
            unit.trim();
            after = customers.getLast();
            customers = unit.tx().due(unit.place().partition(), upTo, after, CUSTOMERS);
        }
    }

    private void hold(List<PublishedLine> more) {
        if (complete && lines.size() + more.size() <= MOST_HELD) {
            lines.addAll(more);
        } else {
            complete = false;
            lines.clear();
        }
    }

    /** What was changed; if it was too much to be held, the owner reads it back. */
    Committed committed(Position to) {
        return complete ? Committed.of(to, lines) : Committed.tooManyLines(to);
    }
}
