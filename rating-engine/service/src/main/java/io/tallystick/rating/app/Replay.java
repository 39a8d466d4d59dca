package io.tallystick.rating.app;

import java.time.Instant;
import java.util.Optional;

/**
 * Another look at rejected and unmatched events, after somebody has created what was missing.
 *
 * @param id which, a UUID
 * @param code of events with this reason or rejection code, or of all
 * @param customerId of one customer, or of all
 * @param event just this one, or every one that the other two leave
 * @param author the access key that asked
 * @param requestedAt when
 * @param partitions how many partitions have to look
 * @param done how many of them have looked
 * @param examined events that were looked at
 * @param mended those of them that are rated now, or found to be repetitions; the others are as they were
 */
public record Replay(
        String id,
        Optional<String> code,
        Optional<String> customerId,
        Optional<Identity> event,
        String author,
        Instant requestedAt,
        int partitions,
        int done,
        long examined,
        long mended) {}
