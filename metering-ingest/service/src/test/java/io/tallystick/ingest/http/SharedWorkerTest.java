package io.tallystick.ingest.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedWorkerTest {
    private final Queue<Runnable> wakings = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();
    private final SharedWorker worker = new SharedWorker(wakings::add);

    @Test
    void tasks_that_wait_are_done_in_their_order_by_one_worker() {
        worker.execute(() -> done.add("first"));
        worker.execute(() -> done.add("second"));

        assertEquals(1, wakings.size());
        wakings.remove().run();
        assertEquals(List.of("first", "second"), done);
    }

    @Test
    void what_comes_while_it_works_is_done_without_another_waking_and_what_comes_later_wakes_again() {
        worker.execute(() -> worker.execute(() -> done.add("meanwhile")));
        wakings.remove().run();
        assertEquals(List.of("meanwhile"), done);
        assertEquals(0, wakings.size());

        worker.execute(() -> done.add("later"));
        wakings.remove().run();
        assertEquals(List.of("meanwhile", "later"), done);
    }

    @Test
    void those_behind_one_that_takes_long_get_workers_of_their_own() {
        worker.execute(() -> pause(60));
        worker.execute(() -> done.add("a"));
        worker.execute(() -> done.add("b"));

        wakings.remove().run();
        assertEquals(List.of(), done);
        assertEquals(2, wakings.size());
        wakings.remove().run();
        wakings.remove().run();
        assertEquals(List.of("a", "b"), done);
    }

    @Test
    void one_that_fails_does_not_stop_those_behind_it() {
        worker.execute(() -> {
            throw new IllegalStateException("of this test, it belongs there");
        });
        worker.execute(() -> done.add("after"));

        wakings.remove().run();
        assertEquals(List.of("after"), done);
    }

    @Test
    void every_task_of_many_threads_is_done_once() throws InterruptedException {
        int threads = 8;
        int each = 20_000;
        AtomicInteger count = new AtomicInteger();
        try (ExecutorService pool = Executors.newCachedThreadPool()) {
            SharedWorker shared = new SharedWorker(pool);
            CompletableFuture<?>[] senders = new CompletableFuture<?>[threads];
            for (int i = 0; i < threads; i++) {
                senders[i] = CompletableFuture.runAsync(
                        () -> {
                            for (int n = 0; n < each; n++) {
                                shared.execute(count::incrementAndGet);
                            }
                        },
                        pool);
            }
            CompletableFuture.allOf(senders).join();
            pool.shutdown();
            assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS));
        }
        assertEquals(threads * each, count.get());
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
