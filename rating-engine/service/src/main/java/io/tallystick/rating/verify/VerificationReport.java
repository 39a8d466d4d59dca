package io.tallystick.rating.verify;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * What a second computation of stored lines found.
 *
 * @param id of the run
 * @param state {@code running}, {@code completed} or {@code failed}
 * @param from first local date of the billing periods
 * @param to the date after the last
 * @param customers computed so far
 * @param events read so far
 * @param lines compared so far
 * @param differences how many lines differ
 * @param found the first of them
 * @param startedAt when it began
 * @param finishedAt when it ended, or null
 * @param problem why it failed, or null
 */
public record VerificationReport(
        String id,
        String state,
        LocalDate from,
        LocalDate to,
        long customers,
        long events,
        long lines,
        long differences,
        List<Difference> found,
        Instant startedAt,
        Instant finishedAt,
        String problem) {

    /**
     * A line that is stored otherwise than computed.
     *
     * @param customerId whose
     * @param subscriptionId of which subscription
     * @param charge of which charge
     * @param start start of what is paid for
     * @param lineId the stored line, or null if there is none
     * @param field {@code quantity}, {@code unroundedAmount}, {@code amount}, {@code line} if one side lacks it, or {@code eventCount}
     *     of all lines of the charge in the billing period that starts then
     * @param stored the value that is stored, with its corrections, or null
     * @param computed the value that is computed, or null
     */
    public record Difference(
            String customerId,
            String subscriptionId,
            String charge,
            Instant start,
            String lineId,
            String field,
            String stored,
            String computed) {}
}
