package io.tallystick.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ./tally} itself, in a checkout made of little more than the script, with a Maven that only pretends. */
class TallyScriptTest {
    private static final Path ROOT = Path.of(System.getProperty("tally.root"));
    private static final String LAUNCHER = "deploy/launcher/src/main";

    /** Prints what Maven prints, makes what the build makes, and counts its calls. */
    private static final String MAVEN = """
            #!/bin/sh
            cd "$(dirname "$0")/../checkout" || exit 1
            echo "$@" >>../maven-calls
            echo '[INFO] Building Tallystick :: Schemas :: Core 0.1.0                            [1/2]'
            if [ -f ../fail ]; then echo '[ERROR] /src/A.java:[3,7] cannot find symbol'; echo '[INFO] BUILD FAILURE'; exit 1; fi
            mkdir -p deploy/launcher/target/lib deploy/standalone/target/quarkus-app deploy/x/target/surefire-reports
            cat >deploy/x/target/surefire-reports/TEST-a.xml <<'XML'
            <testsuite name="a" time="1.0" tests="5" errors="1" skipped="1" failures="0">
            XML
            cat >deploy/x/target/surefire-reports/TEST-b.xml <<'XML'
            <testsuite name="b" time="1.0" tests="7" errors="0" skipped="0" failures="2">
            XML
            echo '[INFO] Tests run: 7, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 1.5 s -- in io.tallystick.BTest'
            echo '[INFO] BUILD SUCCESS'
            """;

    @TempDir
    Path folder;

    private Path checkout;

    private record Answer(int exit, String output) {}

    @BeforeEach
    void makeCheckout() throws IOException {
        checkout = folder.resolve("checkout");
        for (String path : List.of("tally", LAUNCHER + "/sh", LAUNCHER + "/resources")) {
            copy(ROOT.resolve(path), checkout.resolve(path));
        }
        for (String module : List.of("schemas", "metering-ingest", "rating-engine", "invoice-service", "deploy", ".")) {
            write(checkout.resolve(module).resolve("pom.xml"), "<project/>");
        }
        write(checkout.resolve(".mvn/jvm.config"), "");
        write(checkout.resolve("schemas/core/src/main/java/A.java"), "class A {}");
        write(checkout.resolve("schemas/core/src/test/java/ATest.java"), "class ATest {}");
        Path maven = write(folder.resolve("bin/mvn"), MAVEN);
        Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void help_needs_neither_a_jdk_nor_a_build() throws Exception {
        Answer answer = tally(Map.of("JAVA_HOME", "", "TALLY_JVM_PLACES", ""), "--help");
        assertEquals(0, answer.exit());
        assertTrue(answer.output().contains("up [-d]"), answer::output);
    }

    @Test
    void without_a_jdk_25_one_sentence_says_what_to_do() throws Exception {
        Path old = folder.resolve("jvm/java-17");
        write(old.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
        for (String program : List.of("java", "javac")) {
            Path file = write(old.resolve("bin").resolve(program), "#!/bin/sh\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Answer answer = tally(
                Map.of(
                        "JAVA_HOME",
                        old.toString(),
                        "TALLY_JVM_PLACES",
                        folder.resolve("jvm").toString()),
                "status");
        assertEquals(1, answer.exit());
        assertEquals(
                "tally: Tallystick needs a JDK 25 and found only Java 17: install one (for example Temurin 25 from"
                        + " https://adoptium.net) and, if it is in an unusual place, set JAVA_HOME to it.\n",
                answer.output());
    }

    @Test
    void a_jdk_25_is_found_where_systems_keep_their_jvms() throws Exception {
        String java = System.getProperty("java.home");
        Answer answer = tally(
                Map.of(
                        "JAVA_HOME",
                        "",
                        "TALLY_JVM_PLACES",
                        Path.of(java).getParent().toString()),
                "test",
                "--help");
        assertEquals(0, answer.exit(), answer::output);
    }

    @Test
    void the_product_is_built_once_and_again_only_when_its_sources_change() throws Exception {
        Path source = checkout.resolve("schemas/core/src/main/java/A.java");
        Path test = checkout.resolve("schemas/core/src/test/java/ATest.java");

        assertTrue(tally("status").output().contains("[ 1/2] Schemas :: Core"));
        assertEquals(1, builds());
        tally("status");
        assertEquals(1, builds());

        makeNewer(test);
        tally("status");
        assertEquals(1, builds());

        makeNewer(source);
        tally("status");
        assertEquals(2, builds());

        Files.delete(source);
        tally("status");
        assertEquals(3, builds());
        tally("status");
        assertEquals(3, builds());
    }

    @Test
    void an_old_build_is_kept_for_the_stack_that_runs_from_it() throws Exception {
        tally("status");
        Path first = onlyBuild();
        Files.writeString(
                first.resolve("used-by"), Long.toString(ProcessHandle.current().pid()));
        makeNewer(checkout.resolve("pom.xml"));
        tally("status");
        assertEquals(2, keptBuilds().size());

        Files.writeString(first.resolve("used-by"), "999999999");
        makeNewer(checkout.resolve("pom.xml"));
        tally("status");
        assertEquals(1, keptBuilds().size());
    }

    @Test
    void a_failed_build_shows_the_error_and_names_the_log() throws Exception {
        Files.createFile(folder.resolve("fail"));
        Answer answer = tally("status");
        assertEquals(1, answer.exit());
        assertTrue(answer.output().contains("/src/A.java:[3,7] cannot find symbol"), answer::output);
        assertTrue(
                answer.output()
                        .endsWith("tally: the build failed: see " + checkout.resolve(".tally/logs/build.log") + "\n"),
                answer::output);
        Files.delete(folder.resolve("fail"));
        tally("status");
        assertEquals(2, builds());
    }

    @Test
    void the_tests_end_with_their_sums_in_two_forms() throws Exception {
        write(
                checkout.resolve("deploy/y/target/surefire-reports/TEST-stale.xml"),
                "<testsuite name=\"stale\" tests=\"100\" errors=\"0\" skipped=\"0\" failures=\"0\">");
        Answer answer = tally("test", "--quick");
        assertTrue(answer.output().endsWith("""
                Tests run: 12, Failures: 2, Errors: 1, Skipped: 1
                8 passed, 3 failed, 1 skipped
                """), answer::output);
        assertTrue(answer.output().contains("BTest: 7 passed, 1.5 s"), answer::output);
        assertTrue(Files.readString(folder.resolve("maven-calls")).contains("-DexcludedGroups=integration,acceptance"));
    }

    @Test
    void failing_tests_fail_the_verb() throws Exception {
        Files.createFile(folder.resolve("fail"));
        Answer answer = tally("test");
        assertEquals(1, answer.exit());
        assertTrue(
                answer.output().endsWith("0 passed, 0 failed, 0 skipped (the build failed, see above)\n"),
                answer::output);
    }

    private int builds() throws IOException {
        return Files.readAllLines(folder.resolve("maven-calls")).size();
    }

    private Path onlyBuild() throws IOException {
        assertEquals(1, keptBuilds().size());
        return keptBuilds().getFirst();
    }

    private List<Path> keptBuilds() throws IOException {
        try (Stream<Path> builds = Files.list(checkout.resolve(".tally/build"))) {
            return builds.filter(Files::isDirectory).toList();
        }
    }

    private void makeNewer(Path file) throws IOException {
        FileTime stamp = Files.getLastModifiedTime(checkout.resolve(".tally/build/stamp"));
        Files.setLastModifiedTime(file, FileTime.from(stamp.toInstant().plusMillis(1)));
    }

    private Answer tally(String... arguments) throws IOException, InterruptedException {
        return tally(Map.of("JAVA_HOME", System.getProperty("java.home")), arguments);
    }

    private Answer tally(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of("/bin/sh", checkout.resolve("tally").toString()), Stream.of(arguments))
                        .toList());
        builder.environment().put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
        builder.environment().remove("TALLY_HOME");
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), output);
    }

    private static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }
}
