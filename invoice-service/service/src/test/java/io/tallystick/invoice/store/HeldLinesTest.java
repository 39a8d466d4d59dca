package io.tallystick.invoice.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.tallystick.invoice.app.SpendStore.Held;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who shares a statement, and who waits for it. */
class HeldLinesTest {
    private static final Instant NOON = Instant.parse("2026-11-15T12:00:00Z");

    private long nanos = Long.MAX_VALUE - 1_000_000;
    private final List<Integer> customers = new ArrayList<>();
    private final Deque<CompletableFuture<List<Row>>> underWay = new ArrayDeque<>();
    private final List<Long> waits = new ArrayList<>();
    private final Deque<Runnable> timers = new ArrayDeque<>();
    private final HeldLines held = new HeldLines(this::begin, () -> nanos, this::later);

    @Test
    void who_asks_alone_waits_for_nobody() {
        ask(1);
        assertThat(customers).containsExactly(1);
        ends();
        after(2_000_000);
        ask(1);
        assertThat(customers).containsExactly(1, 1);
        assertThat(waits).isEmpty();
    }

    @Test
    void who_asks_within_two_milliseconds_after_a_statement_began_shares_the_next_one() {
        ask(1);
        ends();
        after(1_999_999);
        ask(3);
        assertThat(customers).containsExactly(1);
        assertThat(waits).containsExactly(1L);
        after(1);
        ask(1);
        assertThat(customers).containsExactly(1, 4);
        timers.remove().run();
        assertThat(customers).containsExactly(1, 4);
    }

    @Test
    void the_timer_asks_for_all_who_came_too_early() {
        ask(1);
        ask(5);
        assertThat(waits).containsExactly(2L);
        after(2_000_000);
        timers.remove().run();
        assertThat(customers).containsExactly(1, 5);
        assertThat(timers).isEmpty();
    }

    @Test
    void a_timer_that_is_early_is_set_again() {
        ask(2);
        after(500_000);
        timers.remove().run();
        assertThat(waits).containsExactly(2L, 2L);
        after(1_400_000);
        timers.remove().run();
        assertThat(waits).containsExactly(2L, 2L, 1L);
    }

    @Test
    void many_wait_for_no_timer() {
        ask(1);
        ask(31);
        assertThat(customers).containsExactly(1);
        ask(1);
        assertThat(customers).containsExactly(1, 32);
    }

    @Test
    void while_two_statements_are_under_way_all_wait_for_the_one_that_ends_next() {
        ask(1);
        after(2_000_000);
        ask(1);
        after(2_000_000);
        ask(100);
        assertThat(customers).containsExactly(1, 1);
        ends();
        assertThat(customers).containsExactly(1, 1, 64);
        ends();
        assertThat(customers).containsExactly(1, 1, 64, 36);
    }

    private void ask(int questions) {
        for (int i = 0; i < questions; i++) {
            CompletableFuture<Held> _ = held.of("acme", NOON).subscribeAsCompletionStage();
        }
    }

    /** The statement that began first fails, which is an end like another. */
    private void ends() {
        underWay.remove().completeExceptionally(new IllegalStateException("away"));
    }

    private void after(long passed) {
        nanos += passed;
    }

    private Uni<List<Row>> begin(String[] asked, OffsetDateTime[] now) {
        assertThat(now).hasSameSizeAs(asked);
        customers.add(asked.length);
        CompletableFuture<List<Row>> answer = new CompletableFuture<>();
        underWay.add(answer);
        return Uni.createFrom().completionStage(answer);
    }

    private void later(long millis, Runnable then) {
        waits.add(millis);
        timers.add(then);
    }
}
