package io.tallystick.schemas.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallystick.schemas.crash.CrashPoint.Asked;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CrashPointTest {
    /** Passes three crash points twice and says how far it came. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] args) {
            for (int round = 1; round <= 2; round++) {
                CrashPoint.INGEST_BEFORE_SEND.here();
                CrashPoint.INGEST_AFTER_SEND.here();
                System.out.println("round " + round);
            }
        }
    }

    private record End(int exit, String output) {}

    private static End run(String... options) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xshare:auto")
                .redirectErrorStream(true);
        builder.command().addAll(List.of(options));
        builder.command().addAll(List.of("-cp", System.getProperty("java.class.path"), Victim.class.getName()));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new End(process.waitFor(), output);
    }

    @Test
    void a_process_ends_at_its_crash_point_at_the_time_that_was_asked_for() throws Exception {
        End second = run("-Dtally.crash-at=ingest-after-send:2");
        assertEquals(137, second.exit(), second.output());
        assertTrue(second.output().startsWith("round 1\n"), second.output());
        assertTrue(second.output().contains("ingest-after-send"), second.output());
    }

    @Test
    void nothing_happens_when_nothing_is_asked_for() throws Exception {
        assertEquals(new End(0, "round 1\nround 2\n"), run());
        assertEquals(Optional.empty(), CrashPoint.asked());
    }

    @Test
    void a_place_without_a_time_means_the_first() {
        assertEquals(new Asked(CrashPoint.INVOICE_NUMBERS_AFTER, 1), Asked.parse("invoice-numbers-after"));
        assertEquals(new Asked(CrashPoint.INVOICE_NUMBERS_AFTER, 12), Asked.parse("invoice-numbers-after:12"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nowhere", "INVOICE_NUMBERS_AFTER", "invoice-numbers-after:0", "invoice-numbers-after:x", ":"})
    void a_place_that_does_not_exist_is_refused_with_the_name_of_the_property(String text) {
        String why = assertThrows(IllegalArgumentException.class, () -> Asked.parse(text))
                .getMessage();
        assertTrue(why.startsWith("tally.crash-at=" + text + " "), why);
    }
}
