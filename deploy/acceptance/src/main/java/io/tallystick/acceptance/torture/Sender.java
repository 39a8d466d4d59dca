package io.tallystick.acceptance.torture;

import io.tallystick.demo.DemoEvent;
import io.tallystick.launcher.client.ApiProblem;
import io.tallystick.launcher.client.BatchAnswer;
import io.tallystick.launcher.client.EventsClient;
import io.tallystick.launcher.client.TallyClient;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends its share of the month, evenly over the time of the run, in batches of all sizes. What fails is sent again until it is
 * accepted; a few batches are given up after a failure, as a sender does that crashes itself.
 */
final class Sender implements Runnable {
    private static final int LARGEST_BATCH = 400;
    private static final int GIVES_UP_ONE_IN = 12;

    private final List<Numbered> share;
    private final Set<Integer> neverGivenUp;
    private final TallyClient client;
    private final Journal journal;
    private final SplittableRandom random;
    private final Pace pace;

    /** An event with its number in the month. */
    record Numbered(int number, DemoEvent event) {}

    /**
     * How fast.
     *
     * @param time over which all is spread evenly
     * @param hurry from when on nothing is waited for any more
     */
    record Pace(Duration time, AtomicBoolean hurry) {
        void awaitTurn(long begunNanos, double part) {
            long due = begunNanos + (long) (time.toNanos() * part);
            while (!hurry.get() && System.nanoTime() < due) {
                Wait.millis(10);
            }
        }
    }

    Sender(
            List<Numbered> share,
            Set<Integer> neverGivenUp,
            TallyClient client,
            Journal journal,
            SplittableRandom random,
            Pace pace) {
        this.share = share;
        this.neverGivenUp = neverGivenUp;
        this.client = client;
        this.journal = journal;
        this.random = random;
        this.pace = pace;
    }

    @Override
    public void run() {
        EventsClient door = new EventsClient(client, Duration.ZERO, _ -> {});
        long begun = System.nanoTime();
        for (int from = 0; from < share.size(); ) {
            int to = Math.min(share.size(), from + 1 + random.nextInt(LARGEST_BATCH));
            pace.awaitTurn(begun, (double) from / share.size());
            deliver(door, share.subList(from, to));
            from = to;
        }
    }

    private void deliver(EventsClient door, List<Numbered> batch) {
        List<byte[]> bytes = batch.stream().map(one -> one.event().bytes()).toList();
        boolean mayGiveUp = batch.stream().noneMatch(one -> neverGivenUp.contains(one.number()));
        while (true) {
            long call = journal.asks(batch.stream().map(Numbered::number).toList());
            try {
                BatchAnswer answer = door.send(bytes);
                journal.accepted(
                        call,
                        answer.refused().stream()
                                .map(refused -> batch.get(refused.index()).number())
                                .toList());
                return;
            } catch (ApiProblem problem) {
                journal.failed(call, problem.status());
                if (!problem.passing()) {
                    throw problem;
                }
                if (mayGiveUp && random.nextInt(GIVES_UP_ONE_IN) == 0) {
                    return;
                }
                Wait.millis(100 + random.nextInt(400));
            }
        }
    }
}
