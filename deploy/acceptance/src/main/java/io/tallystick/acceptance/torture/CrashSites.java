package io.tallystick.acceptance.torture;

import static io.tallystick.schemas.crash.CrashPoint.INGEST_ACKNOWLEDGED;
import static io.tallystick.schemas.crash.CrashPoint.INGEST_AFTER_SEND;
import static io.tallystick.schemas.crash.CrashPoint.INGEST_BEFORE_SEND;
import static io.tallystick.schemas.crash.CrashPoint.INVOICE_BARRIER_ACKNOWLEDGED;
import static io.tallystick.schemas.crash.CrashPoint.INVOICE_BARRIER_AFTER_SEND;
import static io.tallystick.schemas.crash.CrashPoint.INVOICE_BARRIER_BEFORE_SEND;
import static io.tallystick.schemas.crash.CrashPoint.INVOICE_BATCH_AFTER_COMMIT;
import static io.tallystick.schemas.crash.CrashPoint.INVOICE_BATCH_BEFORE_COMMIT;
import static io.tallystick.schemas.crash.CrashPoint.INVOICE_COMPLETION_AFTER_COMMIT;
import static io.tallystick.schemas.crash.CrashPoint.INVOICE_COMPLETION_BEFORE_COMMIT;
import static io.tallystick.schemas.crash.CrashPoint.INVOICE_CUSTOMER_AFTER_COMMIT;
import static io.tallystick.schemas.crash.CrashPoint.INVOICE_CUSTOMER_BEFORE_COMMIT;
import static io.tallystick.schemas.crash.CrashPoint.INVOICE_DRAFTS_AFTER_COMMIT;
import static io.tallystick.schemas.crash.CrashPoint.INVOICE_DRAFTS_BEFORE_COMMIT;
import static io.tallystick.schemas.crash.CrashPoint.INVOICE_KEY_AFTER_COMMIT;
import static io.tallystick.schemas.crash.CrashPoint.INVOICE_KEY_BEFORE_COMMIT;
import static io.tallystick.schemas.crash.CrashPoint.INVOICE_LINES_AFTER_COMMIT;
import static io.tallystick.schemas.crash.CrashPoint.INVOICE_LINES_BEFORE_COMMIT;
import static io.tallystick.schemas.crash.CrashPoint.INVOICE_NUMBERS_AFTER;
import static io.tallystick.schemas.crash.CrashPoint.INVOICE_NUMBERS_BEFORE;
import static io.tallystick.schemas.crash.CrashPoint.INVOICE_PROOF_AFTER_COMMIT;
import static io.tallystick.schemas.crash.CrashPoint.INVOICE_PROOF_BEFORE_COMMIT;
import static io.tallystick.schemas.crash.CrashPoint.INVOICE_REVIEW_AFTER_COMMIT;
import static io.tallystick.schemas.crash.CrashPoint.INVOICE_REVIEW_BEFORE_COMMIT;
import static io.tallystick.schemas.crash.CrashPoint.INVOICE_STEP_AFTER_COMMIT;
import static io.tallystick.schemas.crash.CrashPoint.INVOICE_STEP_BEFORE_COMMIT;
import static io.tallystick.schemas.crash.CrashPoint.RATING_COMMAND_AFTER_COMMIT;
import static io.tallystick.schemas.crash.CrashPoint.RATING_COMMAND_BEFORE_COMMIT;
import static io.tallystick.schemas.crash.CrashPoint.RATING_LINES_ACKNOWLEDGED;
import static io.tallystick.schemas.crash.CrashPoint.RATING_LINES_AFTER_SEND;
import static io.tallystick.schemas.crash.CrashPoint.RATING_LINES_BEFORE_SEND;
import static io.tallystick.schemas.crash.CrashPoint.RATING_SEALS_ACKNOWLEDGED;
import static io.tallystick.schemas.crash.CrashPoint.RATING_SEALS_AFTER_SEND;
import static io.tallystick.schemas.crash.CrashPoint.RATING_UNIT_AFTER_COMMIT;
import static io.tallystick.schemas.crash.CrashPoint.RATING_UNIT_BEFORE_COMMIT;

import io.tallystick.schemas.crash.CrashPoint;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Which crash points lie on the way of what, and how often each was reached in a run. */
final class CrashSites {
    /** While the price book is loaded and customers are made, in the order in which they are passed. */
    static final List<CrashPoint> OF_SETUP = List.of(
            INVOICE_KEY_BEFORE_COMMIT,
            INVOICE_KEY_AFTER_COMMIT,
            RATING_COMMAND_BEFORE_COMMIT,
            RATING_COMMAND_AFTER_COMMIT,
            INVOICE_CUSTOMER_BEFORE_COMMIT,
            INVOICE_CUSTOMER_AFTER_COMMIT);

    /** While a month is closed, in the order in which they are passed. */
    static final List<CrashPoint> OF_CLOSE = List.of(
            INVOICE_BARRIER_BEFORE_SEND,
            INVOICE_BARRIER_AFTER_SEND,
            INVOICE_BARRIER_ACKNOWLEDGED,
            INVOICE_PROOF_BEFORE_COMMIT,
            INVOICE_PROOF_AFTER_COMMIT,
            INVOICE_DRAFTS_BEFORE_COMMIT,
            INVOICE_DRAFTS_AFTER_COMMIT,
            INVOICE_REVIEW_BEFORE_COMMIT,
            INVOICE_REVIEW_AFTER_COMMIT,
            INVOICE_STEP_BEFORE_COMMIT,
            INVOICE_STEP_AFTER_COMMIT,
            INVOICE_NUMBERS_BEFORE,
            INVOICE_NUMBERS_AFTER,
            INVOICE_BATCH_BEFORE_COMMIT,
            INVOICE_BATCH_AFTER_COMMIT,
            INVOICE_COMPLETION_BEFORE_COMMIT,
            INVOICE_COMPLETION_AFTER_COMMIT);

    /** While events come in: all others. */
    static final Set<CrashPoint> OF_TRAFFIC = trafficAlone();

    private static final Set<CrashPoint> OFTEN = EnumSet.of(
            INGEST_BEFORE_SEND,
            INGEST_AFTER_SEND,
            INGEST_ACKNOWLEDGED,
            RATING_UNIT_BEFORE_COMMIT,
            RATING_UNIT_AFTER_COMMIT,
            RATING_LINES_BEFORE_SEND,
            RATING_LINES_AFTER_SEND,
            RATING_LINES_ACKNOWLEDGED,
            RATING_SEALS_AFTER_SEND,
            RATING_SEALS_ACKNOWLEDGED,
            INVOICE_LINES_BEFORE_COMMIT,
            INVOICE_LINES_AFTER_COMMIT);

    private final Map<CrashPoint, Integer> reached = new EnumMap<>(CrashPoint.class);

    private static Set<CrashPoint> trafficAlone() {
        Set<CrashPoint> others = EnumSet.allOf(CrashPoint.class);
        OF_SETUP.forEach(others::remove);
        OF_CLOSE.forEach(others::remove);
        return others;
    }

    /** One of those that were reached least often so far. */
    CrashPoint pick(Set<CrashPoint> among, SplittableRandom random) {
        int fewest = among.stream().mapToInt(this::times).min().orElseThrow();
        List<CrashPoint> candidates =
                among.stream().filter(point -> times(point) == fewest).toList();
        return candidates.get(random.nextInt(candidates.size()));
    }

    /** At which time a process shall end there: not always the first, where more are sure to come. */
    static int nth(CrashPoint point, SplittableRandom random) {
        boolean often = OFTEN.contains(point);
        return often ? 1 + random.nextInt(3) : 1;
    }

    /** A process ended there. */
    void reached(CrashPoint point) {
        reached.merge(point, 1, Integer::sum);
    }

    Map<CrashPoint, Integer> reached() {
        return Map.copyOf(reached);
    }

    private int times(CrashPoint point) {
        return reached.getOrDefault(point, 0);
    }
}
