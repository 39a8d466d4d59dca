package io.tallystick.acceptance.torture;

import io.tallystick.acceptance.torture.Sender.Numbered;
import io.tallystick.demo.DemoEvent;
import io.tallystick.demo.DemoMonth;
import io.tallystick.launcher.client.TallyClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * The month on its way: several senders, each with its own customers, so that the events of one identity keep their order, and an
 * operator who gives commands meanwhile.
 */
final class Traffic {
    private static final int SENDERS = 4;

    private final AtomicBoolean hurry = new AtomicBoolean();
    private final List<CompletableFuture<Void>> senders;
    private CompletableFuture<Void> operator = CompletableFuture.completedFuture(null);

    private Traffic(List<CompletableFuture<Void>> senders) {
        this.senders = senders;
    }

    /** Begins to send. */
    static Traffic start(DemoMonth month, TallyClient client, Journal journal, SplittableRandom random, Duration time) {
        Set<Integer> contested = contested(month);
        List<List<Numbered>> shares = IntStream.range(0, SENDERS)
                .<List<Numbered>>mapToObj(_ -> new ArrayList<>())
                .toList();
        List<DemoEvent> sent = month.sent();
        for (int number = 0; number < sent.size(); number++) {
            DemoEvent event = sent.get(number);
            shares.get(Math.floorMod(event.customerId().hashCode(), SENDERS)).add(new Numbered(number, event));
        }
        List<CompletableFuture<Void>> senders = new ArrayList<>();
        Traffic traffic = new Traffic(senders);
        for (List<Numbered> share : shares) {
            Sender sender =
                    new Sender(share, contested, client, journal, random.split(), new Sender.Pace(time, traffic.hurry));
            senders.add(CompletableFuture.runAsync(sender));
        }
        String somebody = month.customers().getFirst().id();
        traffic.operator = CompletableFuture.runAsync(new Operator(client, somebody, traffic.hurry));
        return traffic;
    }

    /** Events with another of the same identity and other content: which one stays depends on whether the first arrived. */
    private static Set<Integer> contested(DemoMonth month) {
        Map<List<String>, List<Integer>> byIdentity = new HashMap<>();
        Set<List<String>> conflicts = new HashSet<>();
        List<DemoEvent> sent = month.sent();
        for (int number = 0; number < sent.size(); number++) {
            List<String> identity = Verdict.identity(sent.get(number));
            byIdentity.computeIfAbsent(identity, _ -> new ArrayList<>()).add(number);
            if (sent.get(number).sort() == DemoEvent.Sort.CONFLICT) {
                conflicts.add(identity);
            }
        }
        Set<Integer> contested = new HashSet<>();
        conflicts.forEach(identity -> contested.addAll(byIdentity.get(identity)));
        return contested;
    }

    boolean isOver() {
        return senders.stream().allMatch(CompletableFuture::isDone);
    }

    /** What is left is sent without pauses; returns when all is sent. */
    void finish() {
        hurry.set(true);
        senders.forEach(CompletableFuture::join);
        operator.join();
    }
}
