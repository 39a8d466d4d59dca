package io.tallystick.schemas.crash;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A place before or after a commit, a send or an allocation of numbers at which a process can be made to end as if it had got SIGKILL:
 * {@code -Dtally.crash-at=invoice-numbers-after} at the first time, {@code -Dtally.crash-at=rating-unit-before-commit:3} at the third.
 * Made for the fault harness. Without the property a place costs nothing: the comparison is with a constant, and the compiler removes
 * it.
 */
public enum CrashPoint {
    /** A request was read and checked; nothing was handed to the log. */
    INGEST_BEFORE_SEND,
    /** All records of a request were handed to the log, which has not acknowledged them. */
    INGEST_AFTER_SEND,
    /** The log has acknowledged all records of a request, which is not answered. */
    INGEST_ACKNOWLEDGED,

    /** A unit of work of a partition: events, aggregates, lines and the position. */
    RATING_UNIT_BEFORE_COMMIT,
    RATING_UNIT_AFTER_COMMIT,
    /** A command on plans, subscriptions or migrations. */
    RATING_COMMAND_BEFORE_COMMIT,
    RATING_COMMAND_AFTER_COMMIT,
    /** A control record or an announcement. */
    RATING_CONTROL_BEFORE_SEND,
    RATING_CONTROL_ACKNOWLEDGED,
    /** The lines of a round of publication. */
    RATING_LINES_BEFORE_SEND,
    RATING_LINES_AFTER_SEND,
    /** Lines are acknowledged; the seals and the progress behind them are not handed over. */
    RATING_LINES_ACKNOWLEDGED,
    RATING_SEALS_AFTER_SEND,
    RATING_SEALS_ACKNOWLEDGED,
    /** The mark up to where everything is published. */
    RATING_MARK_BEFORE_COMMIT,
    RATING_MARK_AFTER_COMMIT,
    /** The offsets of the group, which are only advice. */
    RATING_OFFSETS_BEFORE_COMMIT,
    RATING_OFFSETS_AFTER_COMMIT,

    /** An access key, which is written to its file before. */
    INVOICE_KEY_BEFORE_COMMIT,
    INVOICE_KEY_AFTER_COMMIT,
    /** Master data of a customer. */
    INVOICE_CUSTOMER_BEFORE_COMMIT,
    INVOICE_CUSTOMER_AFTER_COMMIT,
    /** A command of an operator, or anything else that has no name of its own here. */
    INVOICE_COMMAND_BEFORE_COMMIT,
    INVOICE_COMMAND_AFTER_COMMIT,
    /** A batch of rated lines with its position. */
    INVOICE_LINES_BEFORE_COMMIT,
    INVOICE_LINES_AFTER_COMMIT,
    /** The barrier of a close in every partition. */
    INVOICE_BARRIER_BEFORE_SEND,
    INVOICE_BARRIER_AFTER_SEND,
    INVOICE_BARRIER_ACKNOWLEDGED,
    /** The comparison of what was sealed with what was collected. */
    INVOICE_PROOF_BEFORE_COMMIT,
    INVOICE_PROOF_AFTER_COMMIT,
    /** A batch of drafts for the review. */
    INVOICE_DRAFTS_BEFORE_COMMIT,
    INVOICE_DRAFTS_AFTER_COMMIT,
    /** The summary of the review. */
    INVOICE_REVIEW_BEFORE_COMMIT,
    INVOICE_REVIEW_AFTER_COMMIT,
    /** A step from one state of a close to the next. */
    INVOICE_STEP_BEFORE_COMMIT,
    INVOICE_STEP_AFTER_COMMIT,
    /** The allocation of invoice numbers. */
    INVOICE_NUMBERS_BEFORE,
    INVOICE_NUMBERS_AFTER,
    /** A batch of invoices with their numbers, ledger entries and news. */
    INVOICE_BATCH_BEFORE_COMMIT,
    INVOICE_BATCH_AFTER_COMMIT,
    /** The end of a close. */
    INVOICE_COMPLETION_BEFORE_COMMIT,
    INVOICE_COMPLETION_AFTER_COMMIT,
    /** News and access keys on their way to the log. */
    INVOICE_NEWS_BEFORE_SEND,
    INVOICE_NEWS_AFTER_SEND,
    INVOICE_NEWS_ACKNOWLEDGED,
    /** What was told leaves the outbox. */
    INVOICE_OUTBOX_BEFORE_COMMIT,
    INVOICE_OUTBOX_AFTER_COMMIT;

    /** The system property that asks for a crash: the name of a place, and after a colon at which time if it is not the first. */
    public static final String PROPERTY = "tally.crash-at";

    /** As after SIGKILL. */
    private static final int EXIT_CODE = 137;

    /** How the property names it: {@code rating-unit-before-commit}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Ends the process here, without tidying anything up, if that was asked for. */
    public void here() {
        if (this == Armed.POINT && Armed.LEFT.decrementAndGet() == 0) {
            System.err.println("The process ends at the crash point " + label() + ", as asked by " + PROPERTY);
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }

    /**
     * What this process was asked for.
     *
     * @throws IllegalArgumentException if no place has that name, or the time is not a number above 0
     */
    public static Optional<Asked> asked() {
        String text = System.getProperty(PROPERTY, "");
        return text.isEmpty() ? Optional.empty() : Optional.of(Asked.parse(text));
    }

    /**
     * A place and the time at which the process ends there.
     *
     * @param point the place
     * @param nth the first time is 1
     */
    public record Asked(CrashPoint point, int nth) {
        /**
         * Reads what the property says: {@code rating-unit-before-commit:3} is the third time.
         *
         * @throws IllegalArgumentException if no place has that name, or the time is not a number above 0
         */
        public static Asked parse(String text) {
            String[] words = text.split(":", 2);
            CrashPoint point = Arrays.stream(values())
                    .filter(one -> one.label().equals(words[0]))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(PROPERTY + "=" + text
                            + " names no crash point: it must be one of "
                            + Arrays.stream(values()).map(CrashPoint::label).collect(Collectors.joining(", "))));
            if (words.length > 1 && !words[1].matches("[1-9][0-9]{0,8}")) {
                throw new IllegalArgumentException(
                        PROPERTY + "=" + text + " is not usable: the time after the colon must be a number from 1");
            }
            return new Asked(point, words.length > 1 ? Integer.parseInt(words[1]) : 1);
        }

        @Override
        public String toString() {
            return point.label() + ":" + nth;
        }
    }

    /** Read once, so that the compiler sees constants. */
    private static final class Armed {
        static final CrashPoint POINT = asked().map(Asked::point).orElse(null);
        static final AtomicInteger LEFT =
                new AtomicInteger(asked().map(Asked::nth).orElse(0));
    }
}
