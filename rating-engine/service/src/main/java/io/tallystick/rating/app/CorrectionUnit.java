package io.tallystick.rating.app;

import io.tallystick.rating.model.Attributed;
import io.tallystick.rating.model.PeriodKey;
import io.tallystick.rating.model.Point;
import io.tallystick.schemas.control.ControlRecord.UsageCorrected;
import io.tallystick.schemas.usage.RefusedException;
import io.tallystick.schemas.usage.UsageEvent;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The unit of work of a correction: the event gets its new disposition, and every aggregate that it was in, or comes into, is folded
 * anew from the kept events. What a close holds already is left as it is; the difference becomes an adjustment line.
 */
final class CorrectionUnit {
    private final RatingUnit unit;

    CorrectionUnit(RatingUnit unit) {
        this.unit = unit;
    }

    Committed run(Position from, LogRecord.Control record, UsageCorrected corrected) {
        Ledger ledger = Ledger.ONE_CONTROL;
        Optional<Correction> fact = unit.tx()
                .correction(corrected.correctionId())
                .filter(found -> found.outcome().isEmpty() && unit.place().holds(corrected.customerId()));
        if (fact.isPresent()) {
            Result result = apply(fact.get(), record.offset(), record.receivedAt());
            if (result.outcome().equals(Correction.APPLIED)) {
                new LimitCounting(unit).again(unit.customer(corrected.customerId()), record.receivedAt());
            }
            unit.tx().corrected(fact.get().id(), record.offset(), result.outcome());
            ledger = result.ledger();
        }
        List<PublishedLine> lines = unit.settle();
        Position to = from.after(record.offset(), record.receivedAt(), ledger);
        unit.tx().move(from, to);
        return Committed.of(to, lines);
    }

    /**
     * What a correction did.
     *
     * @param outcome {@link Correction#APPLIED}, or why nothing was done
     * @param ledger what the record adds to the ledger: an amendment brings an event, any other is a control record
     */
    record Result(String outcome, Ledger ledger) {
        static Result refused(String code) {
            return new Result(code, Ledger.ONE_CONTROL);
        }
    }

    /** Applies a correction; the touched lines are rated when the unit of work settles. */
    Result apply(Correction correction, long offset, Instant at) {
        Optional<KeptEvent> found = unit.tx().event(correction.event());
        if (found.isEmpty()) {
            return Result.refused(Refused.UNKNOWN_EVENT.code());
        }
        KeptEvent event = found.get();
        Optional<Refused> refusal = Refused.of(correction.kind(), event);
        if (refusal.isPresent()) {
            return Result.refused(refusal.get().code());
        }
        CustomerBook customer = unit.customer(event.event().customerId());
        return switch (correction.kind()) {
            case VOID -> voided(customer, event, offset);
            case AMEND -> amend(customer, event, correction.replacement().orElseThrow(), offset, at);
            case RELEASE -> release(customer, event, offset);
        };
    }

    private Result voided(CustomerBook customer, KeptEvent event, long offset) {
        Set<PeriodKey> affected = new LinkedHashSet<>();
        takeOut(customer, event, Disposition.VOIDED, offset, affected);
        long others = Refold.whole(unit, customer, affected, offset);
        Ledger moved = Ledger.moved(event.disposition(), Disposition.VOIDED);
        return new Result(Correction.APPLIED, Ledger.ONE_CONTROL.plus(moved).matched(others));
    }

    private Result amend(CustomerBook customer, KeptEvent event, UsageEvent replacement, long offset, Instant at) {
        try {
            unit.catalog().rules().check(replacement);
        } catch (RefusedException refused) {
            return Result.refused(refused.refusal().code().code());
        }
        Attributed attributed =
                unit.attribute(customer, replacement, unit.catalog().rules());
        Disposition disposition = Disposition.of(attributed);
        NewEvent row = new NewEvent(replacement, at, offset, disposition, attributed.reason());
        if (unit.tx().addEvents(unit.place().partition(), List.of(row)).isEmpty()) {
            return Result.refused(Refused.EVENT_EXISTS.code());
        }
        Set<PeriodKey> affected = new LinkedHashSet<>();
        takeOut(customer, event, Disposition.SUPERSEDED, offset, affected);
        bringIn(customer, replacement, attributed, offset, affected);
        long others = Refold.whole(unit, customer, affected, offset);
        return new Result(
                Correction.APPLIED,
                Ledger.ofUsage(Map.of(disposition, 1L))
                        .plus(Ledger.moved(event.disposition(), Disposition.SUPERSEDED))
                        .matched(others));
    }

    private Result release(CustomerBook customer, KeptEvent event, long offset) {
        Attributed attributed =
                unit.attribute(customer, event.event(), unit.catalog().rulesOfAll());
        KeptEvent now = event.as(Disposition.of(attributed), attributed.reason());
        unit.tx().dispose(unit.place().partition(), offset, List.of(now));
        Set<PeriodKey> affected = new LinkedHashSet<>();
        bringIn(customer, event.event(), attributed, offset, affected);
        long others = Refold.whole(unit, customer, affected, offset);
        return new Result(
                Correction.APPLIED,
                Ledger.ONE_CONTROL
                        .plus(Ledger.moved(event.disposition(), now.disposition()))
                        .matched(others));
    }

    /** The event leaves the aggregates, and its levels the gauges. */
    private void takeOut(
            CustomerBook customer, KeptEvent event, Disposition disposition, long offset, Set<PeriodKey> affected) {
        unit.tx().dispose(unit.place().partition(), offset, List.of(event.as(disposition, disposition.code())));
        if (event.isHeld()) {
            return;
        }
        Attributed attributed =
                unit.attribute(customer, event.event(), unit.catalog().rulesOfAll());
        Set<PeriodKey> periods = Refold.periods(attributed);
        affected.addAll(periods);
        if (!attributed.points().isEmpty()) {
            unit.tx().removePoints(Map.of(event.event().customerId(), attributed.points()));
        }
        reach(customer, attributed, !periods.isEmpty(), offset);
    }

    private void bringIn(
            CustomerBook customer, UsageEvent event, Attributed attributed, long offset, Set<PeriodKey> affected) {
        Set<PeriodKey> periods = Refold.periods(attributed);
        affected.addAll(periods);
        if (!attributed.points().isEmpty()) {
            unit.tx().addPoints(Map.of(event.customerId(), attributed.points()));
        }
        if (!periods.isEmpty() && customer.isDue(event.occurredAt())) {
            unit.open(customer, event.occurredAt(), offset);
        }
        reach(customer, attributed, !periods.isEmpty(), offset);
    }

    private void reach(CustomerBook customer, Attributed attributed, boolean contributes, long offset) {
        for (Point point : attributed.points()) {
            unit.reach(customer, point, contributes, offset);
        }
    }

    /** Why a correction cannot be applied; the lower-case name is its stable code. */
    enum Refused {
        /** There is no such event. */
        UNKNOWN_EVENT,
        /** It was voided before. */
        ALREADY_VOIDED,
        /** It was amended before: the event that replaced it can be corrected. */
        ALREADY_SUPERSEDED,
        /** Only an event that waits for a decision can be released. */
        NOT_HELD,
        /** The identity of the replacement is that of an event that is kept. */
        EVENT_EXISTS;

        String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        /** Why {@code event} cannot be corrected so, empty if it can. */
        static Optional<Refused> of(Correction.Kind kind, KeptEvent event) {
            return switch (event.disposition()) {
                case VOIDED -> Optional.of(ALREADY_VOIDED);
                case SUPERSEDED -> Optional.of(ALREADY_SUPERSEDED);
                case RATED, UNMATCHED ->
                    kind == Correction.Kind.RELEASE && !event.isHeld() ? Optional.of(NOT_HELD) : Optional.empty();
                case DUPLICATE, CONFLICT, REJECTED -> Optional.of(UNKNOWN_EVENT);
            };
        }
    }
}
