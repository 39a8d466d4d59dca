package io.tallystick.rating.app;

import io.tallystick.rating.app.WhatIf.Progress;
import io.tallystick.rating.app.WhatIf.Result;
import io.tallystick.rating.app.WhatIfEffects.Effect;
import io.tallystick.rating.app.WhatIfEffects.Question;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Computes customers in their order for about two seconds, some at a time in each of a few threads: while one waits for the database,
 * another one computes.
 */
final class WhatIfStep {
    private static final long LONG_ENOUGH_NANOS = Duration.ofSeconds(2).toNanos();

    /** Customers that are read together. More of them save little. */
    private static final int MOST_TOGETHER = 200;

    /** What is known of customers before the first one was looked at. */
    private static final int FIRST_TOGETHER = 10;

    /** So many events are some work for a thread: then customers of many events do not wait for one another for long. */
    private static final long EVENTS_TOGETHER = 200_000;

    private final WhatIfEffects effects;
    private final int parallel = Math.max(2, Runtime.getRuntime().availableProcessors());
    private final ExecutorService workers = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("rating-what-if-", 0).daemon(true).factory());

    WhatIfStep(WhatIfEffects effects) {
        this.effects = effects;
    }

    /**
     * How far it came.
     *
     * @param customers so many of the first ones are computed
     * @param events that were read for them
     */
    record Done(int customers, long events) {}

    /**
     * Computes the first ones of {@code customers}, at least one piece of them.
     *
     * @param before how far it was; what was read for earlier customers says how many are read together
     * @param results takes what came out, in the order of the customers
     */
    Done compute(List<String> customers, Question question, Progress before, Consumer<List<Result>> results) {
        int together = together(before);
        long begun = System.nanoTime();
        Queue<Future<Effect>> underWay = new ArrayDeque<>();
        Queue<Integer> ends = new ArrayDeque<>();
        int next = 0;
        int done = 0;
        long events = 0;
        while (true) {
            while (next < customers.size()
                    && underWay.size() <= parallel
                    && (next == 0 || System.nanoTime() - begun < LONG_ENOUGH_NANOS)) {
                int end = Math.min(next + together, customers.size());
                List<String> some = customers.subList(next, end);
                underWay.add(workers.submit((Callable<Effect>) () -> effects.of(some, question)));
                ends.add(end);
                next = end;
            }
            if (underWay.isEmpty()) {
                return new Done(done, events);
            }
            Effect effect = result(underWay.remove());
            if (!effect.results().isEmpty()) {
                results.accept(effect.results());
            }
            events += effect.events();
            done = ends.remove();
        }
    }

    private static int together(Progress before) {
        if (before.customers() == 0) {
            return FIRST_TOGETHER;
        }
        return Math.clamp(EVENTS_TOGETHER * before.customers() / (before.events() + 1), 1, MOST_TOGETHER);
    }

    private static Effect result(Future<Effect> computed) {
        try {
            return computed.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the computation was stopped", stopped);
        }
    }
}
