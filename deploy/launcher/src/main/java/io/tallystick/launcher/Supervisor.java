package io.tallystick.launcher;

import io.tallystick.embedded.FolderLock;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Starts a stack, keeps it running and stops it, in the process that called it.
 *
 * <p>The parts start in the order database, log, services, and stop in the reverse order, so that the services can end
 * their work. A part that dies is started again, a few times. However the supervisor itself ends, the next one finds
 * what it left behind: the parts note their process ids, and the lock of the home tells that nobody owns them.
 */
final class Supervisor {
    private final Home home;
    private final Ports ports;
    private final InstantSource clock;
    private final PrintStream out;
    private final Consumer<StackState> whenReady;
    private final StateFile file;
    private final List<Part> parts;
    private final Training training;
    private final RestartBudget budget = new RestartBudget();
    private volatile StackState state;
    private final CountDownLatch idle = new CountDownLatch(1);
    private volatile boolean stopping;

    Supervisor(Home home, Ports ports, InstantSource clock, PrintStream out, Consumer<StackState> whenReady) {
        this.home = home;
        this.ports = ports;
        this.clock = clock;
        this.out = out;
        this.whenReady = whenReady;
        this.file = new StateFile(home.stateFile());
        PostgresPart postgres = new PostgresPart(home, ports.postgresql());
        KafkaPart kafka = new KafkaPart(home, ports.kafka(), CacheUse.START);
        ServicesPart services = new ServicesPart(
                home, ports.http(), postgres, kafka, pid -> note(state.withServices(pid)), CacheUse.START);
        this.training = new Training(home);
        this.parts = List.of(postgres, kafka, services);
        this.state = new StackState(
                StackState.Phase.STARTING,
                Optional.empty(),
                Optional.empty(),
                ProcessHandle.current().pid(),
                Optional.empty(),
                ports,
                clock.instant());
    }

    /**
     * Runs the stack until it is told to stop by SIGINT or SIGTERM, or until a part cannot be kept alive.
     *
     * @throws Refusal with the cause and the remedy
     */
    void run() {
        FolderLock lock = FolderLock.tryTake(home.folder()).orElseThrow(this::alreadyRunning);
        try {
            prepare();
            startAll();
            watch();
        } catch (RuntimeException e) {
            if (stopping) {
                // The lock stays until the process ends: the parts are still being stopped.
                return;
            }
            stopParts();
            note(state.failed(Main.code(e), e.getMessage()));
            lock.close();
            throw e;
        } finally {
            idle.countDown();
        }
    }

    private void prepare() {
        Disk.of(home.folder()).checkRoom();
        new Leftovers(home).clear().forEach(what -> out.println("Stopped what an earlier run had left: " + what));
        ports.checkFree();
        noteUseOfBuild();
        Thread worker = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopOnSignal(worker), "stop"));
    }

    private Refusal alreadyRunning() {
        String url = file.read().map(StackState::url).orElse("address unknown");
        return RunningStack.alreadyRunning(FolderLock.lastHolder(home.folder()).orElse(0), url);
    }

    private void noteUseOfBuild() {
        try {
            if (Files.isDirectory(home.build().resolve("services"))) {
                Files.writeString(home.build().resolve("used-by"), Long.toString(state.supervisor()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void startAll() {
        long begun = System.nanoTime();
        note(state);
        for (Part part : parts) {
            start(part);
        }
        note(state.in(StackState.Phase.READY));
        out.println("Ready after " + seconds(begun) + " s.");
        whenReady.accept(state);
        training.begin();
    }

    private void start(Part part) {
        long begun = System.nanoTime();
        String address = part.start();
        out.printf(Locale.ROOT, "  %-11s %-23s %5s s%n", part.name(), address, seconds(begun));
    }

    private static String seconds(long begun) {
        return String.format(
                Locale.ROOT,
                "%d.%d",
                (System.nanoTime() - begun) / 1_000_000_000,
                (System.nanoTime() - begun) / 100_000_000 % 10);
    }

    private void watch() {
        while (true) {
            Pause.millis(200);
            for (Part part : parts) {
                if (!part.isAlive() && !stopping) {
                    restart(part);
                }
            }
        }
    }

    private void restart(Part part) {
        String event = part.name() + " ended unexpectedly at " + clock.instant();
        if (!budget.take(clock.instant())) {
            throw new Refusal(
                    "restarts_exhausted",
                    event + ", too often to start it again: see the logs in "
                            + home.log("services").getParent() + ".");
        }
        out.println(event + ": starting it again.");
        note(state.in(StackState.Phase.STARTING).saying(event + " and was started again."));
        start(part);
        note(state.in(StackState.Phase.READY));
        out.println("Ready again.");
    }

    private void stopOnSignal(Thread worker) {
        if (state.phase() == StackState.Phase.FAILED) {
            return;
        }
        stopping = true;
        // A part that is just starting gives up; whatever it had started is stopped by it or below.
        worker.interrupt();
        try {
            // Not its end: on its way out it waits for this hook.
            if (!idle.await(30, TimeUnit.SECONDS)) {
                out.println("A part does not let go, stopping it all the same.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        out.println("Stopping.");
        note(state.in(StackState.Phase.STOPPING));
        stopParts();
        note(state.in(StackState.Phase.STOPPED));
        out.println("Stopped. The data stay in " + home.folder() + ".");
    }

    private void stopParts() {
        training.stop();
        for (Part part : parts.reversed()) {
            part.stop();
        }
    }

    private void note(StackState newState) {
        state = newState;
        file.write(newState);
    }
}
