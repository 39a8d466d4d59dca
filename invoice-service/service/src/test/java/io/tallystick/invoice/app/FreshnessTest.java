package io.tallystick.invoice.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.schemas.control.ControlRecord.LinesCollected;
import io.tallystick.schemas.rated.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How often the log is asked, and who waits for it. */
class FreshnessTest {
    private static final Instant NOON = Instant.parse("2026-11-15T12:00:00Z");

    private Instant now = NOON;
    private long rated = 5;
    private final Deque<CompletableFuture<UsageLog.Ends>> asked = new ArrayDeque<>();
    private final Freshness freshness = new Freshness(new Log(), new Store(), () -> now, Duration.ofHours(1));
    private final Freshness impatient = new Freshness(new Log(), new Store(), () -> now, Duration.ofMillis(1));

    @Test
    void those_who_ask_at_the_same_time_share_one_question_to_the_log() {
        CompletableFuture<Freshness.Known> one = ask();
        CompletableFuture<Freshness.Known> other = ask();
        assertThat(asked).hasSize(1);
        answer(7);
        assertThat(one.join().underWay("acme")).isEqualTo(2);
        assertThat(other.join()).isSameAs(one.join());
    }

    @Test
    void whoever_finds_an_answer_of_a_tenth_of_a_second_waits_for_a_newer_one() {
        CompletableFuture<Freshness.Known> _ = ask();
        answer(7);
        after(99);
        assertThat(ask()).isCompleted();
        answer(8);
        after(100);
        CompletableFuture<Freshness.Known> waiting = ask();
        assertThat(waiting).isNotCompleted();
        answer(9);
        assertThat(waiting.join().at()).isEqualTo(NOON.plusMillis(199));
    }

    @Test
    void a_log_that_takes_its_time_is_waited_for_only_where_the_answer_would_be_older_than_a_second() {
        CompletableFuture<Freshness.Known> first = impatient.known().subscribeAsCompletionStage();
        answer(7);
        after(999);
        assertThat(impatient.known().subscribeAsCompletionStage())
                .succeedsWithin(Duration.ofSeconds(30))
                .isSameAs(first.join());
        asked.remove().completeExceptionally(new IllegalStateException("away"));
        assertThat(impatient.known().subscribeAsCompletionStage())
                .succeedsWithin(Duration.ofSeconds(30))
                .isSameAs(first.join());
        after(1);
        CompletableFuture<Freshness.Known> waiting = impatient.known().subscribeAsCompletionStage();
        assertThat(waiting).isNotCompleted();
        answer(9);
        assertThat(waiting.join().at()).isEqualTo(now);
    }

    @Test
    void an_answer_from_before_the_clock_was_set_back_is_not_kept() {
        CompletableFuture<Freshness.Known> _ = ask();
        answer(7);
        after(-1);
        assertThat(ask()).isNotCompleted();
    }

    @Test
    void nobody_waits_for_an_answer_that_is_made_anew_in_time() {
        CompletableFuture<Freshness.Known> _ = ask();
        answer(7);
        after(49);
        CompletableFuture<Freshness.Known> _ = ask();
        assertThat(asked).isEmpty();
        after(1);
        assertThat(ask().join().at()).isEqualTo(NOON);
        assertThat(ask().join().at()).isEqualTo(NOON);
        assertThat(asked).hasSize(1);
        answer(9);
        after(60);
        assertThat(ask().join().at()).isEqualTo(NOON.plusMillis(50));
    }

    @Test
    void progress_is_read_after_the_ends_so_that_nothing_is_called_in_before_it_is() {
        CompletableFuture<Freshness.Known> one = ask();
        rated = 7;
        answer(7);
        assertThat(one.join().underWay("acme")).isZero();
        assertThat(one.join().ratedUntil("acme")).isEqualTo(NOON.minusSeconds(1));
    }

    @Test
    void a_failure_is_told_to_those_who_wait_and_to_nobody_after_them() {
        CompletableFuture<Freshness.Known> one = ask();
        asked.remove().completeExceptionally(new IllegalStateException("away"));
        assertThat(one).isCompletedExceptionally();
        CompletableFuture<Freshness.Known> next = ask();
        answer(7);
        assertThat(next).isCompleted();
        after(50);
        assertThat(ask()).isCompleted();
        asked.remove().completeExceptionally(new IllegalStateException("away"));
        assertThat(ask()).isCompleted();
    }

    private CompletableFuture<Freshness.Known> ask() {
        return freshness.known().subscribeAsCompletionStage();
    }

    private void answer(long end) {
        asked.remove().complete(new UsageLog.Ends(now, Map.of(0, end)));
    }

    private void after(int millis) {
        now = now.plus(Duration.ofMillis(millis));
    }

    private final class Log implements UsageLog {
        @Override
        public Close.Barrier appendBarrier(Close.Request close) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void append(int partition, LinesCollected collected) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Ends> ends() {
            return Uni.createFrom().completionStage(() -> {
                CompletableFuture<Ends> answer = new CompletableFuture<>();
                asked.add(answer);
                return answer;
            });
        }
    }

    private final class Store implements SpendStore {
        @Override
        public Uni<Map<Integer, Progress>> progress() {
            return Uni.createFrom().item(Map.of(0, new Progress(0, rated, NOON.minusSeconds(1))));
        }

        @Override
        public Uni<Held> held(String customerId, Instant at) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<List<CreditDesk.Balance>> balances(String customerId) {
            throw new UnsupportedOperationException();
        }
    }
}
