package io.tallystick.rating.verify;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What is computed again.
 *
 * @param from first local date, in the zone of each subscription, on which a billing period may begin
 * @param to the date after the last
 * @param customerId only this customer
 * @param sample only so many customers, others on each day
 */
public record VerificationScope(LocalDate from, LocalDate to, Optional<String> customerId, Optional<Integer> sample) {
    /** Whether everybody is computed. */
    public boolean isFull() {
        return customerId.isEmpty() && sample.isEmpty();
    }
}
