package io.tallystick.schemas.bill;

import io.tallystick.schemas.money.Money;
import java.time.Instant;
import java.util.Optional;

/**
 * Money of the customer that is used before a payment is asked for.
 *
 * @param id its id
 * @param balance what is left of it
 * @param priority the lowest number is used first
 * @param expiresAt from this instant on it is no longer used; empty: never
 * @param kind whether it was given or paid for
 * @param createdAt the older one is used first
 * @param scope the lines that it may pay
 */
public record Credit(
        String id,
        Money balance,
        int priority,
        Optional<Instant> expiresAt,
        Kind kind,
        Instant createdAt,
        Scope scope) {

    /** Where a credit comes from. */
    public enum Kind {
        /** Given; used before what was paid for. */
        GRANTED,
        /** Paid for. */
        BOUGHT
    }

    /** Whether it can pay anything at an instant: it has a balance and has not expired. */
    public boolean usableAt(Instant at) {
        return balance.signum() > 0 && expiresAt.map(at::isBefore).orElse(true);
    }
}
