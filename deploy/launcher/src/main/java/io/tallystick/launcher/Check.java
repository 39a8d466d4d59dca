package io.tallystick.launcher;

import java.util.Locale;
import java.util.Map;

/**
 * What doctor found about one thing.
 *
 * @param name of the thing
 * @param level how it is
 * @param detail what was found and, unless it is fine, what to do
 */
record Check(String name, Level level, String detail) {
    enum Level {
        OK,
        WARNING,
        PROBLEM
    }

    static Check ok(String name, String detail) {
        return new Check(name, Level.OK, detail);
    }

    static Check warning(String name, String detail) {
        return new Check(name, Level.WARNING, detail);
    }

    static Check problem(String name, String detail) {
        return new Check(name, Level.PROBLEM, detail);
    }

    Map<String, Object> json() {
        return Map.of("name", name, "level", level.name().toLowerCase(Locale.ROOT), "detail", detail);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "  %-8s %-11s %s", level.name().toLowerCase(Locale.ROOT), name, detail);
    }
}
