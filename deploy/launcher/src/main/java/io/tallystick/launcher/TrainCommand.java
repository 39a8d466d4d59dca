package io.tallystick.launcher;

import io.tallystick.embedded.AotCache;
import io.tallystick.embedded.FolderLock;
import io.tallystick.embedded.FreePorts;
import io.tallystick.embedded.KafkaBroker;
import io.tallystick.embedded.KafkaOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * Starts a stack of its own in a folder that is deleted, lets it do some work, and makes the caches from what it has used. No data of the
 * home are touched. It ends, with everything that it has started, when whoever started it does.
 */
@Command(name = "train", hidden = true, description = "Makes the caches that the next start begins from.")
final class TrainCommand implements Runnable {
    static final Duration LIMIT = Duration.ofMinutes(5);
    static final String GIVEN_UP = "There will be no cache";

    private List<Part> parts = List.of();
    private volatile boolean done;
    private volatile boolean stopped;

    @Override
    public void run() {
        Home home = Home.fromSystemProperties();
        Home own = new Home(home.aot().resolve("home"), home.build());
        Optional<FolderLock> lock = FolderLock.tryTake(home.aot());
        if (lock.isEmpty()) {
            return;
        }
        Thread.ofPlatform().daemon().name("watch-parent").start(TrainCommand::endWithParent);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> clear(home, own), "clear"));
        try (FolderLock _ = lock.get()) {
            clearLeftovers(own);
            train(home, own);
            done = true;
        } catch (RuntimeException failed) {
            if (!stopped) {
                System.out.println(GIVEN_UP + ": " + failed.getMessage());
                throw failed;
            }
        }
    }

    private void train(Home home, Home own) {
        prepare(home, own);
        PostgresPart postgres = new PostgresPart(own, FreePorts.pick());
        KafkaPart kafka = new KafkaPart(own, FreePorts.pick(), CacheUse.TRAIN);
        int port = FreePorts.pick();
        ServicesPart services = new ServicesPart(own, port, postgres, kafka, _ -> {}, CacheUse.TRAIN);
        parts = List.of(postgres, kafka, services);
        parts.forEach(Part::start);
        new TrainingWork(own, port).run();
        parts.reversed().forEach(Part::stop);
        home.servicesCache().make(services.java(), services.program().classPath(), own.log("services-cache"), LIMIT);
        AotCache broker = home.brokerCache();
        List<String> java = KafkaBroker.java(KafkaOptions.in(own.kafka()));
        broker.make(java, KafkaBroker.classPath(), own.log("kafka-cache"), LIMIT);
    }

    /** The programs of PostgreSQL are unpacked already. */
    private static void prepare(Home home, Home own) {
        try {
            Files.createDirectories(own.folder());
            Files.createDirectories(home.cache());
            Files.createSymbolicLink(own.cache(), home.cache());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void clearLeftovers(Home own) {
        new Leftovers(own).clear();
        delete(own);
    }

    /** Nothing in it is worth an orderly end. */
    private void clear(Home home, Home own) {
        if (!done) {
            stopped = true;
            parts.reversed().forEach(Part::kill);
            home.servicesCache().discardTraining();
            home.brokerCache().discardTraining();
        }
        delete(own);
    }

    private static void delete(Home own) {
        if (!Files.exists(own.folder())) {
            return;
        }
        List<Path> all = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(own.folder())) {
            paths.forEach(all::add);
            for (Path path : all.reversed()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // Whatever is written here means nothing; only the end counts.
            }
        } catch (IOException e) {
            // A broken pipe is an end, too.
        }
        System.exit(1);
    }
}
