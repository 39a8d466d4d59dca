package io.tallystick.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Deletes what a stack has stored. Only what it made itself: the home may hold other things. */
record Wipe(Home home) {
    void run() {
        List.of(
                        home.postgresql(),
                        home.kafka(),
                        home.operatorKey(),
                        home.servicesConfiguration(),
                        home.stateFile(),
                        home.sent(),
                        home.log("any").getParent())
                .forEach(Wipe::delete);
    }

    private static void delete(Path tree) {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new Refusal("wipe_failed", tree + " cannot be deleted: " + e.getMessage() + ".", e);
        }
    }
}
