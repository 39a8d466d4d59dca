package io.tallystick.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The memory of a process, where {@code /proc} tells it. */
final class Memory {
    private Memory() {}

    /** The largest resident set so far, in MiB. */
    static OptionalLong peakMebibytes(long pid) {
        return field(pid, "VmHWM:");
    }

    /** The resident set now, in MiB. */
    static OptionalLong mebibytes(long pid) {
        return field(pid, "VmRSS:");
    }

    /** The largest resident set so far, in words. */
    static String described(long pid) {
        OptionalLong peak = peakMebibytes(pid);
        return "peak " + (peak.isPresent() ? Long.toString(peak.getAsLong()) : "?") + " MiB resident";
    }

    private static OptionalLong field(long pid, String name) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1_024)
                    .findFirst();
        } catch (IOException notLinux) {
            return OptionalLong.empty();
        }
    }
}
