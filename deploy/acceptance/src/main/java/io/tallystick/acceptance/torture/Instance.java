package io.tallystick.acceptance.torture;

import io.tallystick.embedded.ChildProcess;
import io.tallystick.embedded.ServicesJvm;
import io.tallystick.embedded.ServicesProgram;
import io.tallystick.launcher.client.ApiProblem;
import io.tallystick.launcher.client.TallyClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One process with the three services.
 *
 * @param process the process
 * @param port where it answers
 */
record Instance(ChildProcess process, int port) {
    private static final Duration START = Duration.ofMinutes(2);
    private static final Pattern FENCED =
            Pattern.compile("^tally_rating_fence_rejections_total\\S* ([0-9]+)", Pattern.MULTILINE);

    /** Starts a process, configured by a file and with further options of the virtual machine. */
    static Instance start(Path jar, Path configuration, int port, List<String> options) {
        List<String> all = new ArrayList<>(ServicesJvm.OPTIONS);
        all.addAll(options);
        all.add("-Dquarkus.config.locations=" + configuration);
        all.add("-Dquarkus.http.port=" + port);
        ServicesProgram program = new ServicesProgram(jar.getParent());
        Path folder = configuration.getParent();
        return new Instance(
                ChildProcess.start(new ChildProcess.Start(
                        program.command(all),
                        program.environment(),
                        folder,
                        folder.resolve("services-" + port + ".log"))),
                port);
    }

    void awaitReady() {
        Wait.until(START, "the services on port " + port + " are ready", () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("the services on port " + port + " ended while starting");
            }
            return isReady();
        });
    }

    private boolean isReady() {
        try (TallyClient client = client("")) {
            client.get("/q/health/ready");
            return true;
        } catch (ApiProblem notYet) {
            return false;
        }
    }

    /** How often this process was told that a partition is no longer its own. */
    long fenced() {
        try (TallyClient client = client("")) {
            String metrics = new String(client.document("/q/metrics", "text/plain"), StandardCharsets.UTF_8);
            Matcher counter = FENCED.matcher(metrics);
            return counter.find() ? Long.parseLong(counter.group(1)) : 0;
        }
    }

    /** Sends a signal, such as {@code STOP}. */
    void signal(String name) {
        signal(name, process.pid());
    }

    /** Sends a signal to any process; one that is gone is fine. */
    static void signal(String name, long pid) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private TallyClient client(String key) {
        return new TallyClient(URI.create("http://127.0.0.1:" + port), key);
    }
}
