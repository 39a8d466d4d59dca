package io.tallystick.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * One process of a stack.
 *
 * @param name what people call it
 * @param pid its process id
 * @param address where it can be reached
 * @param residentBytes its memory, where the system tells
 */
record ProcessReport(String name, long pid, String address, OptionalLong residentBytes) {
    static ProcessReport of(String name, long pid, String address) {
        return new ProcessReport(name, pid, address, resident(pid));
    }

    private static OptionalLong resident(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("process", pid);
        if (!address.isEmpty()) {
            json.put("address", address);
        }
        residentBytes.ifPresent(bytes -> json.put("residentBytes", bytes));
        return json;
    }

    @Override
    public String toString() {
        String memory =
                residentBytes.isPresent() ? String.format(Locale.ROOT, "%,6d MB", residentBytes.getAsLong() >> 20) : "";
        return String.format(Locale.ROOT, "  %-11s %-23s process %-8d %s", name, address, pid, memory);
    }
}
