package io.tallystick.rating.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.rating.verify.VerificationReport.Difference;
import io.tallystick.rating.verify.VerificationStore.AccountText;
import io.tallystick.rating.verify.VerificationStore.Reading;
import io.tallystick.rating.verify.VerificationStore.SubscriptionText;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;

/**
 * One run: customers by the hundred, each hundred under one snapshot and in a thread of its own, so that a run needs the memory
 * of a few hundred customers' counters, never that of their events. It changes nothing; a run that was cut short is begun again.
 */
final class Verification {
    private static final int CHUNK = 100;
    private static final int SHOWN = 1_000;

    private final String id;
    private final VerificationScope scope;
    private final VerificationStore store;
    private final InstantSource clock;
    private final Instant startedAt;
    private final List<Difference> found = new ArrayList<>();
    private long customers;
    private long events;
    private long lines;
    private long differences;
    private String state = "running";
    private Instant finishedAt;
    private String problem;

    Verification(String id, VerificationScope scope, VerificationStore store, InstantSource clock) {
        this.id = id;
        this.scope = scope;
        this.store = store;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    String id() {
        return id;
    }

    synchronized boolean running() {
        return state.equals("running");
    }

    synchronized VerificationReport report() {
        return new VerificationReport(
                id,
                state,
                scope.from(),
                scope.to(),
                customers,
                events,
                lines,
                differences,
                List.copyOf(found),
                startedAt,
                finishedAt,
                problem);
    }

    /** Runs to the end; whatever goes wrong stands in the report. */
    void run(ExecutorService workers, int parallel, VerificationMonitor monitor) {
        try {
            walk(workers, parallel);
            end("completed", null);
            monitor.verified(scope, report());
        } catch (RuntimeException trouble) {
            end("failed", trouble.toString());
            monitor.notVerified(trouble);
        }
    }

    private void walk(ExecutorService workers, int parallel) {
        ExecutorCompletionService<Integer> chunks = new ExecutorCompletionService<>(workers);
        int underWay = 0;
        String after = "";
        while (after != null) {
            String next = after;
            List<AccountText> accounts = store.snapshot(reading -> accounts(reading, next));
            boolean more = scope.customerId().isEmpty() && scope.sample().isEmpty() && accounts.size() == CHUNK;
            after = more ? accounts.getLast().customerId() : null;
            for (int i = 0; i < accounts.size(); i += CHUNK) {
                List<String> chunk = accounts.subList(i, Math.min(i + CHUNK, accounts.size())).stream()
                        .map(AccountText::customerId)
                        .sorted()
                        .toList();
                if (underWay == parallel) {
                    underWay -= taken(chunks);
                }
                var _ = chunks.submit((Callable<Integer>) () -> verify(chunk));
                underWay++;
            }
        }
        while (underWay > 0) {
            underWay -= taken(chunks);
        }
    }

    private List<AccountText> accounts(Reading reading, String after) {
        if (scope.customerId().isPresent()) {
            return reading.account(scope.customerId().get());
        }
        return scope.sample().isPresent()
                ? reading.sample(
                        startedAt.atZone(ZoneOffset.UTC).toLocalDate().toString(),
                        scope.sample().get())
                : reading.accounts(after, CHUNK);
    }

    private static int taken(ExecutorCompletionService<Integer> chunks) {
        try {
            return chunks.take().get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the run was stopped", stopped);
        }
    }

    private int verify(List<String> chunk) {
        store.snapshot(reading -> {
            verify(reading, chunk);
            return chunk.size();
        });
        return 1;
    }

    private void verify(Reading reading, List<String> chunk) {
        VerificationBooks books = new VerificationBooks(reading.meters(), reading.plans());
        Map<String, List<SubscriptionText>> subscriptions = new LinkedHashMap<>();
        reading.subscriptions(chunk)
                .forEach(one -> subscriptions
                        .computeIfAbsent(one.customerId(), _ -> new ArrayList<>())
                        .add(one));
        Map<String, CustomerVerification> all = new LinkedHashMap<>();
        for (String customer : chunk) {
            for (AccountText account : reading.account(customer)) {
                all.put(
                        customer,
                        new CustomerVerification(
                                account,
                                subscriptions.getOrDefault(customer, List.of()),
                                books,
                                scope.from(),
                                scope.to()));
            }
        }
        reading.lines(chunk, around(scope.from(), -2), around(scope.to(), 2))
                .forEach(line -> all.get(line.customerId()).stored(line));
        long[] read = new long[1];
        events(reading, all, read);
        all.values().forEach(customer -> add(customer.lines(), customer.differences()));
        done(all.size(), read[0]);
    }

    private static void events(Reading reading, Map<String, CustomerVerification> all, long[] read) {
        TreeSet<String> types = new TreeSet<>();
        Instant from = Instant.MAX;
        Instant to = Instant.MIN;
        for (CustomerVerification customer : all.values()) {
            NaiveCustomer naive = customer.naive();
            types.addAll(naive.types());
            from = naive.earliest().isBefore(from) ? naive.earliest() : from;
            to = naive.latest().isAfter(to) ? naive.latest() : to;
        }
        if (types.isEmpty()) {
            return;
        }
        reading.events(all.keySet(), types, from, to, event -> {
            JsonNode data = VerificationBooks.read(event.data());
            all.get(event.customerId())
                    .naive()
                    .take(new NaiveEvent(event.customerId(), event.type(), event.occurredAt(), data));
            read[0]++;
        });
    }

    private static Instant around(LocalDate date, int days) {
        return date.plusDays(days).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private synchronized void add(long compared, List<Difference> more) {
        lines += compared;
        differences += more.stream()
                .map(one -> one.lineId() == null ? one.charge() + one.start() : one.lineId())
                .distinct()
                .count();
        for (Difference one : more) {
            if (found.size() < SHOWN) {
                found.add(one);
            }
        }
    }

    private synchronized void done(long newCustomers, long newEvents) {
        customers += newCustomers;
        events += newEvents;
    }

    private synchronized void end(String how, String why) {
        state = how;
        problem = why;
        finishedAt = clock.instant();
    }
}
