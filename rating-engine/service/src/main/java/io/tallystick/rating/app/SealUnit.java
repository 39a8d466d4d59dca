package io.tallystick.rating.app;

import io.tallystick.schemas.control.ControlRecord.SealRequested;
import io.tallystick.schemas.id.SetDigest;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Sealed;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The unit of work of a close (DESIGN section 5): everything before the barrier is in, so the lines of every period that started by
 * the cut-off are completed, and what is billable up to it is counted. A second barrier of the same close gets the same answer.
 */
final class SealUnit {
    private static final String UNMATCHED = "unmatched_usage";

    private final RatingUnit unit;

    SealUnit(RatingUnit unit) {
        this.unit = unit;
    }

    Committed run(Position from, LogRecord.Control record, SealRequested request) {
        Position after = from.after(record.offset(), record.receivedAt(), Ledger.ONE_CONTROL);
        Optional<Sealed> said = unit.tx().seal(request.closeId(), from.partition());
        if (said.isPresent()) {
            Sealed again = mended(said.get());
            unit.tx().move(from, after);
            return Committed.at(after).with(List.of(), List.of(again));
        }
        if (Boolean.TRUE.equals(request.verify())) {
            unit.tx().counts().verify(request.closeId(), request.cutoff(), record.receivedAt());
        }
        DueUnit due = new DueUnit(unit);
        due.open(request.cutoff(), record.offset());
        Sealed sealed = count(from, record, request);
        Position to = after.sealed(request.cutoff());
        unit.tx().addSeal(sealed);
        unit.tx().move(from, to);
        return due.committed(to).with(List.of(), List.of(sealed));
    }

    /** The same answer, but what does not reconcile is looked at anew: a close waits until it is mended. */
    private Sealed mended(Sealed said) {
        List<Sealed.Notice> now = new ArrayList<>();
        unit.tx().notices(said.partition(), Sealed.MOST_NOTICES).stream()
                .filter(SealUnit::isDifference)
                .forEach(now::add);
        said.notices().stream().filter(one -> !isDifference(one)).forEach(now::add);
        return said.withNotices(now.subList(0, Math.min(now.size(), Sealed.MOST_NOTICES)));
    }

    private static boolean isDifference(Sealed.Notice notice) {
        return notice.code().equals(Sealed.DIFFERENCE);
    }

    private Sealed count(Position from, LogRecord.Control record, SealRequested request) {
        Count count = new Count();
        unit.tx().billable(from.partition(), from.sealedUntil(), request.cutoff(), count::add);
        return new Sealed(
                request.closeId(),
                request.cutoff(),
                from.partition(),
                unit.place().partitions(),
                record.offset(),
                from.ledger().received(),
                from.ledger().dispositions(),
                count.digest.count(),
                count.digest.hex(),
                from.sealedUntil().orElse(null),
                count.amounts,
                count.quantities,
                notices(from));
    }

    /** What does not fit is one notice for all, so that nothing is left unsaid. */
    private List<Sealed.Notice> notices(Position from) {
        List<Sealed.Notice> told = new ArrayList<>(unit.tx().notices(from.partition(), Sealed.MOST_NOTICES));
        long unmatched = told.stream()
                .filter(one -> one.code().equals(UNMATCHED))
                .mapToLong(Sealed.Notice::count)
                .sum();
        if (told.size() == Sealed.MOST_NOTICES && unmatched < from.ledger().unmatched()) {
            Sealed.Notice last = told.removeLast();
            long rest = from.ledger().unmatched() - unmatched + last.count();
            told.add(new Sealed.Notice(UNMATCHED, null, null, null, rest, null));
        }
        return told;
    }

    /** The lines of the close in this partition, in any order. */
    private static final class Count {
        private final Map<String, BigDecimal> amounts = new TreeMap<>();
        private final Map<String, BigDecimal> quantities = new TreeMap<>();
        private SetDigest digest = SetDigest.EMPTY;

        void add(RatedLine line) {
            digest = digest.plus(line.digest());
            amounts.merge(line.currency(), line.amount(), BigDecimal::add);
            if (line.meterKey() != null) {
                quantities.merge(line.meterKey(), line.quantity(), BigDecimal::add);
            }
        }
    }
}
