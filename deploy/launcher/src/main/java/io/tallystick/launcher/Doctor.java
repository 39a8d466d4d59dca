package io.tallystick.launcher;

import io.tallystick.embedded.EmbeddedException;
import io.tallystick.embedded.FreePorts;
import io.tallystick.embedded.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Examines this machine and, if it runs, the stack. */
record Doctor(Home home) {
    private static final int NEEDED_MEGABYTES = 2048;
    private static final List<String> DURABILITY =
            List.of("fsync", "synchronous_commit", "full_page_writes", "data_checksums");

    List<Check> examine() {
        Optional<StackState> running = new RunningStack(home).find();
        List<Check> checks = new ArrayList<>(List.of(jdk(), maven(), processors(), memory(), disk()));
        if (running.isPresent()) {
            checks.add(durability(running.get()));
            checks.add(health(running.get()));
        } else {
            checks.addAll(ports());
            checks.add(leftovers());
        }
        return checks;
    }

    private static Check jdk() {
        String found = "Java " + System.getProperty("java.version") + " in " + System.getProperty("java.home");
        return Runtime.version().feature() >= 25
                ? Check.ok("JDK", found)
                : Check.problem("JDK", found + ", but 25 is needed: install a JDK 25");
    }

    private static Check maven() {
        try {
            Process process = new ProcessBuilder("mvn", "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Optional<String> version = output.lines()
                    .map(line -> line.replaceAll("\u001b\\[[0-9;]*m", ""))
                    .filter(line -> line.startsWith("Apache Maven"))
                    .findFirst();
            return version.map(line -> Check.ok("Maven", line))
                    .orElse(Check.problem("Maven", "mvn does not run: install Maven 3.8.7 or a newer 3.x"));
        } catch (IOException e) {
            return Check.problem("Maven", "mvn is not on the PATH: install Maven 3.8.7 or a newer 3.x");
        }
    }

    private static Check processors() {
        int count = Runtime.getRuntime().availableProcessors();
        return count >= 2
                ? Check.ok("Processors", Integer.toString(count))
                : Check.warning("Processors", count + ": it works, but slowly; two are recommended");
    }

    private static Check memory() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
            long megabytes = lines.filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10)
                    .findFirst()
                    .orElse(0);
            String found = megabytes + " MB available";
            return megabytes >= NEEDED_MEGABYTES
                    ? Check.ok("Memory", found)
                    : Check.warning("Memory", found + ", " + NEEDED_MEGABYTES + " are recommended: end other programs");
        } catch (IOException e) {
            return Check.ok("Memory", "not told by this system");
        }
    }

    private Check disk() {
        Disk disk = Disk.of(home.folder());
        String found = disk.megabytes() + " MB free for " + home.folder();
        if (disk.freeBytes() < Disk.NEEDED_BYTES) {
            return Check.problem("Disk", found + ": free some space, or set TALLY_HOME to a folder on another disk");
        }
        return disk.freeBytes() < 5 * Disk.NEEDED_BYTES
                ? Check.warning("Disk", found + ": this fills up soon under load")
                : Check.ok("Disk", found);
    }

    private Check durability(StackState state) {
        List<String> found = new ArrayList<>();
        boolean all = true;
        try {
            for (String parameter : DURABILITY) {
                String value =
                        PostgresServer.setting(home.postgresql(), state.ports().postgresql(), parameter);
                found.add(parameter + "=" + value);
                all &= value.equals("on");
            }
        } catch (EmbeddedException e) {
            return Check.problem("Durability", e.getMessage());
        }
        String line = String.join(" ", found) + " (read from the running PostgreSQL)";
        return all ? Check.ok("Durability", line) : Check.problem("Durability", line + ": restart the stack");
    }

    private static Check health(StackState state) {
        return new Health().isReady(state)
                ? Check.ok("Services", "ready at " + state.url())
                : Check.problem("Services", "not ready at " + state.url() + ": see ./tally status and the logs");
    }

    private static List<Check> ports() {
        Ports ports = Ports.DEFAULT;
        return List.of(
                port("services", ports.http(), "--port"),
                port("Kafka", ports.kafka(), "--kafka-port"),
                port("PostgreSQL", ports.postgresql(), "--postgres-port"));
    }

    private static Check port(String user, int port, String option) {
        String name = "Port " + port;
        return FreePorts.isFree(port)
                ? Check.ok(name, "free, for " + user)
                : Check.warning(
                        name,
                        "in use by another program: choose another one for " + user + " with ./tally up " + option);
    }

    private Check leftovers() {
        List<String> found = new Leftovers(home).find();
        return found.isEmpty()
                ? Check.ok("Leftovers", "none")
                : Check.warning("Leftovers", String.join(", ", found) + " of an earlier run: ./tally down stops them");
    }
}
