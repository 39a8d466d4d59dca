package io.tallystick.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.launcher.TallyProcess.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The life of one stack with real processes; only the services are a stand-in. A test that needs it running starts it, unless an
 * earlier one has: any order works, and this one starts it least often.
 */
@Tag("integration")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LauncherTest {
    private static final int NOT_RUNNING = 3;

    @TempDir
    static Path folder;

    private static TallyProcess tally;

    @BeforeAll
    static void choosePorts() {
        tally = TallyProcess.in(folder.resolve("home"));
    }

    @AfterAll
    static void nothing_is_left_running() {
        tally.run("down");
        assertEquals(List.of(), tally.survivors());
    }

    @Test
    @Order(8)
    void up_in_the_background_works_until_down_and_the_data_stay() throws IOException {
        stopped();
        Answer up = tally.up();
        assertEquals(0, up.exit(), up::toString);
        assertTrue(up.out().contains("http://127.0.0.1:" + tally.ports().http() + "/"), up::out);

        for (String secret : List.of("services.properties", "postgresql/secrets/rating")) {
            assertEquals(
                    PosixFilePermissions.fromString("rw-------"),
                    Files.getPosixFilePermissions(tally.home().resolve(secret)));
        }

        Answer status = tally.run("status", "--json");
        JsonNode report = Json.MAPPER.readTree(status.out());
        assertEquals(0, status.exit());
        assertTrue(report.get("ready").asBoolean());
        assertEquals(4, report.get("processes").size());

        Answer doctor = tally.run("doctor");
        assertTrue(doctor.out().contains("fsync=on synchronous_commit=on full_page_writes=on"), doctor::out);
        assertEquals(0, doctor.exit(), doctor::out);

        Answer down = tally.run("down");
        assertEquals(0, down.exit());
        assertEquals(List.of(), tally.survivors());
        assertEquals(NOT_RUNNING, tally.run("status").exit());
        assertTrue(Files.exists(tally.home().resolve("postgresql/data/PG_VERSION")));
        assertEquals("database and log", Files.readString(tally.home().resolve("running-at-stop")));
    }

    @Test
    @Order(4)
    void a_second_up_is_refused_in_one_sentence() throws IOException {
        running();
        Answer second = tally.run(tally.withPorts("up"));
        assertEquals(1, second.exit());
        assertEquals(
                "tally: Tallystick is already running (process "
                        + tally.state().supervisor() + ", " + tally.state().url()
                        + "): use it, or stop it with ./tally down.\n",
                second.err());
        Answer inBackground = tally.run(tally.withPorts("up", "-d", "--json"));
        assertEquals(
                "already_running",
                Json.MAPPER.readTree(inBackground.out()).at("/error/code").asText());
        assertEquals(0, tally.run("status").exit());
    }

    @Test
    @Order(1)
    void a_busy_port_is_named_with_its_remedy() throws IOException {
        stopped();
        try (ServerSocket taken = new ServerSocket(tally.ports().http(), 1, InetAddress.getLoopbackAddress())) {
            Answer up = tally.up();
            assertEquals(1, up.exit());
            assertEquals(
                    "tally: Port " + taken.getLocalPort()
                            + " for the services is in use by another program: stop that one, or choose another port"
                            + " with --port.\n",
                    up.err());
            Answer asJson = tally.run(tally.withPorts("up", "-d", "--json"));
            assertEquals(
                    "port_in_use",
                    Json.MAPPER.readTree(asJson.out()).at("/error/code").asText());
        }
        assertEquals(List.of(), tally.survivors());
    }

    @Test
    @Order(7)
    void the_next_up_cleans_what_a_killed_supervisor_has_left() {
        running();
        StackState killed = tally.state();
        killSupervisor();

        Answer status = tally.run("status");
        assertEquals(NOT_RUNNING, status.exit());
        assertTrue(
                status.out().contains("services (process " + killed.services().orElseThrow() + ")"), status::out);
        assertTrue(status.out().contains("PostgreSQL (process "), status::out);

        Answer up = tally.up();
        assertEquals(0, up.exit(), up::toString);
        assertTrue(up.out().contains("Stopped what an earlier run had left: services"), up::out);
        assertNotEquals(killed.services(), tally.state().services());
        assertEquals(0, tally.run("status").exit());
    }

    @Test
    @Order(10)
    void down_stops_what_a_killed_supervisor_has_left() {
        running();
        killSupervisor();
        Answer down = tally.run("down");
        assertTrue(down.out().contains("Stopped what an earlier run had left: PostgreSQL"), down::out);
        assertEquals(List.of(), tally.survivors());
    }

    @Test
    @Order(5)
    void services_that_die_are_started_again() {
        running();
        StackState before = tally.state();
        ProcessHandle.of(before.services().orElseThrow()).orElseThrow().destroyForcibly();
        while (tally.state().services().equals(before.services())
                || tally.state().phase() != StackState.Phase.READY) {
            Pause.millis(50);
        }
        Answer status = tally.run("status");
        assertEquals(0, status.exit(), status::toString);
        assertTrue(status.out().contains("Services ended unexpectedly"), status::out);
    }

    @Test
    @Order(6)
    void a_database_that_dies_is_started_again_with_its_data() throws IOException {
        running();
        Path pidFile = tally.home().resolve("postgresql/data/postmaster.pid");
        String before = Files.readAllLines(pidFile).getFirst();
        ProcessHandle.of(Long.parseLong(before.strip())).orElseThrow().destroyForcibly();
        while (!tally.state().message().orElse("").contains("PostgreSQL ended unexpectedly")
                || tally.state().phase() != StackState.Phase.READY) {
            Pause.millis(50);
        }
        assertNotEquals(before, Files.readAllLines(pidFile).getFirst());
        assertEquals(0, tally.run("doctor").exit());
    }

    @Test
    @Order(2)
    void services_that_cannot_start_are_explained_and_nothing_stays_up() throws IOException {
        stopped();
        Files.createDirectories(tally.home());
        Path failing = Files.createFile(tally.home().resolve("fail-at-start"));
        Answer up = tally.up();
        Files.delete(failing);
        assertEquals(1, up.exit());
        assertEquals(
                "tally: The services ended while starting, see " + tally.home().resolve("logs/services.log")
                        + ". It says: ERROR the stand-in was told to fail\n",
                up.err());
        assertEquals(List.of(), tally.survivors());
    }

    @Test
    @Order(9)
    void an_interrupt_stops_everything_in_the_right_order() throws IOException, InterruptedException {
        stopped();
        Path out = folder.resolve("out");
        Process up = tally.upInForeground(out);
        awaitLine(out, "Ready after");
        interrupt(up);
        assertTrue(up.waitFor(60, TimeUnit.SECONDS));
        assertEquals(List.of(), tally.survivors());
        assertEquals("database and log", Files.readString(tally.home().resolve("running-at-stop")));
        assertTrue(Files.readString(out).contains("Stopped. The data stay in"), () -> out.toString());
        assertEquals(StackState.Phase.STOPPED, tally.state().phase());
    }

    @Test
    @Order(3)
    void an_interrupt_in_the_middle_of_the_start_leaves_nothing_running() throws IOException, InterruptedException {
        stopped();
        Path out = folder.resolve("out-of-middle");
        Process up = tally.upInForeground(out);
        awaitLine(out, "PostgreSQL");
        interrupt(up);
        assertTrue(up.waitFor(60, TimeUnit.SECONDS));
        assertEquals(List.of(), tally.survivors());
        assertEquals(0, tally.up().exit());
    }

    @Test
    @Order(11)
    void wipe_deletes_the_data_and_keeps_what_is_not_ours() throws IOException {
        running();
        Path foreign = Files.writeString(tally.home().resolve("notes.txt"), "mine");
        Answer down = tally.run("down", "--wipe", "--json");
        assertEquals(0, down.exit(), down::toString);
        assertTrue(Json.MAPPER.readTree(down.out()).get("wiped").asBoolean());
        assertFalse(Files.exists(tally.home().resolve("postgresql")));
        assertFalse(Files.exists(tally.home().resolve("kafka")));
        assertFalse(Files.exists(tally.home().resolve("operator-key")));
        assertEquals("mine", Files.readString(foreign));
    }

    private static void running() {
        if (tally.run("status").exit() != 0) {
            Answer up = tally.up();
            assertEquals(0, up.exit(), up::toString);
        }
    }

    private static void stopped() throws IOException {
        tally.run("down");
        assertEquals(List.of(), tally.survivors());
        Files.deleteIfExists(tally.home().resolve("running-at-stop"));
    }

    private static void killSupervisor() {
        ProcessHandle supervisor = ProcessHandle.of(tally.state().supervisor()).orElseThrow();
        supervisor.destroyForcibly();
        supervisor.onExit().join();
    }

    private static void interrupt(Process process) throws IOException, InterruptedException {
        assertEquals(
                0,
                new ProcessBuilder("/bin/sh", "-c", "kill -INT " + process.pid())
                        .start()
                        .waitFor());
    }

    private static void awaitLine(Path file, String words) throws IOException {
        while (!Files.exists(file) || !Files.readString(file).contains(words)) {
            Pause.millis(20);
        }
    }
}
