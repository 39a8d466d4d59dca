package io.tallystick.rating.model;

import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.id.SetDigest;
import io.tallystick.schemas.money.Decimals;
import io.tallystick.schemas.rated.RatedLine;
import java.math.BigDecimal;

/** What a line says in figures, so that lines can be added and subtracted. */
record Worth(BigDecimal quantity, BigDecimal unrounded, BigDecimal amount, SetDigest events) {
    Worth {
        quantity = Decimals.canonical(quantity);
        unrounded = Decimals.canonical(unrounded);
    }

    static Worth of(RatedLine line) {
        return new Worth(
                line.quantity(),
                line.unroundedAmount(),
                line.amount(),
                SetDigest.of(line.eventCount(), line.eventDigest()));
    }

    static Worth of(LineDraft line) {
        return new Worth(
                line.quantity(), line.unrounded().value(), line.amount().value(), line.events());
    }

    Worth plus(Worth other) {
        return new Worth(
                quantity.add(other.quantity),
                unrounded.add(other.unrounded),
                amount.add(other.amount),
                events.plus(other.events));
    }

    Worth minus(Worth other) {
        SetDigest less = events.minus(new Hash128(other.events.high(), other.events.low()));
        return new Worth(
                quantity.subtract(other.quantity),
                unrounded.subtract(other.unrounded),
                amount.subtract(other.amount),
                new SetDigest(events.count() - other.events.count(), less.high(), less.low()));
    }

    boolean isNothing() {
        return quantity.signum() == 0 && unrounded.signum() == 0 && amount.signum() == 0 && sameEvents();
    }

    boolean sameEvents() {
        return events.equals(SetDigest.EMPTY);
    }
}
