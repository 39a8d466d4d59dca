package io.tallystick.rating.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether records may be missing is asked between two polls; within one the log itself has left positions empty. */
final class PartitionQueueTest {
    private final PartitionQueue queue = new PartitionQueue(new Intake(() -> 1_000));

    private void polled(long... offsets) {
        List<LogRecord> records = Arrays.stream(offsets)
                .<LogRecord>mapToObj(offset -> new LogRecord.Usage(offset, Instant.EPOCH, "acme", new byte[0]))
                .toList();
        queue.add(records.size(), () -> records);
    }

    private List<Long> run() {
        return queue.usageRun(100, 10).stream().map(LogRecord.Usage::offset).toList();
    }

    @Test
    void a_run_goes_on_over_positions_that_one_poll_left_empty() {
        polled(0, 1, 3, 7);

        assertThat(run()).containsExactly(0L, 1L, 3L, 7L);
    }

    @Test
    void a_run_goes_on_from_one_poll_to_the_next_that_follows_it() {
        polled(0, 1);
        polled(2, 3);

        assertThat(run()).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void a_run_ends_where_the_next_poll_does_not_follow_the_last_one() {
        polled(0, 1);
        polled(5, 6);

        assertThat(run()).containsExactly(0L, 1L);
        queue.dropBefore(2);
        assertThat(run()).containsExactly(5L, 6L);
    }

    @Test
    void what_was_read_too_early_is_dropped_and_what_was_read_again_stays() {
        polled(7, 8, 9);
        polled(5, 6, 7);

        queue.dropBehind(5);

        assertThat(run()).containsExactly(5L, 6L, 7L);
    }

    /** Found by the simulation (seed 13982): the place was forgotten with the first of the two, and a run went on over it. */
    @Test
    void a_place_where_something_may_be_missing_is_told_from_the_same_record_read_before() {
        polled(0, 1);
        polled(5, 6);
        polled(3);
        polled(5, 6);

        assertThat(run()).containsExactly(0L, 1L);
        queue.dropBefore(2);
        queue.dropBehind(3);
        assertThat(run()).containsExactly(3L);
    }
}
