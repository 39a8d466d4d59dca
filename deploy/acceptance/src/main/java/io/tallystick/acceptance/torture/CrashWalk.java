package io.tallystick.acceptance.torture;

import io.tallystick.demo.DemoMonth;
import io.tallystick.launcher.client.ApiProblem;
import io.tallystick.launcher.client.TallyClient;
import io.tallystick.launcher.demo.DemoSetup;
import io.tallystick.launcher.view.Screen;
import io.tallystick.schemas.crash.CrashPoint.Asked;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** Every crash point once: each process ends at one and the next is started with the next one, over one database and one broker. */
final class CrashWalk {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Rig rig;
    private final Screen screen;

    CrashWalk(Rig rig, Screen screen) {
        this.rig = rig;
        this.screen = screen;
    }

    /** Those on the way from an empty database to the first event; ends with a process that lives. */
    void setUp(DemoMonth month, List<Asked> points) {
        CompletableFuture<Void> made = CompletableFuture.runAsync(() -> untilMade(month));
        crash(points, () -> !made.isDone());
        made.join();
    }

    /** Those that events pass. */
    void traffic(Traffic traffic, List<Asked> points) {
        crash(points, () -> !traffic.isOver());
    }

    /** Those on the way of a close. */
    void close(CompletableFuture<?> closed, List<Asked> points) {
        crash(points, () -> !closed.isDone());
    }

    private void crash(List<Asked> points, BooleanSupplier underWay) {
        for (Asked asked : points) {
            boolean there = underWay.getAsBoolean() && rig.crashAt(asked.point(), asked.nth(), underWay);
            screen.line("  " + (there ? "crashed at " : "not reached: ") + asked);
        }
        rig.startServices();
    }

    private void untilMade(DemoMonth month) {
        Wait.until(PATIENCE, "an operator key", rig::hasKey);
        try (TallyClient client = rig.client()) {
            Wait.until(PATIENCE, "customers and subscriptions are made", () -> isMade(client, month));
        }
    }

    private boolean isMade(TallyClient client, DemoMonth month) {
        try {
            new DemoSetup(client, screen).run(DemoMonth.priceBook(), month.customers());
            return true;
        } catch (ApiProblem problem) {
            if (problem.passing() || problem.status() == 401) {
                return false;
            }
            throw problem;
        }
    }
}
