package io.tallystick.acceptance.canaries;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A deliberate bug, as a change to source files.
 *
 * @param name short, such as {@code dedup-off}
 * @param why what is wrong with it
 * @param catcher who must notice
 * @param changes to source files
 */
public record Canary(String name, String why, Catcher catcher, List<Change> changes) {
    /** Copies the list. */
    public Canary {
        changes = List.copyOf(changes);
    }

    /** Who must notice a bug. */
    public sealed interface Catcher {
        /**
         * A test.
         *
         * @param module its folder below the root
         * @param type its class
         * @param method its method
         */
        record Test(String module, String type, String method) implements Catcher {
            @Override
            public String toString() {
                return type.substring(type.lastIndexOf('.') + 1) + "." + method;
            }
        }

        /**
         * A run of the fault harness.
         *
         * @param option what is broken in it
         */
        record Harness(String option) implements Catcher {
            @Override
            public String toString() {
                return "./tally torture " + option;
            }
        }
    }

    /**
     * A text in a source file and what takes its place.
     *
     * @param file below the root
     * @param right stands exactly once in the file
     * @param wrong takes its place
     */
    public record Change(String file, String right, String wrong) {}

    /** All of them, in the order of the list. */
    public static List<Canary> all() {
        try (InputStream in = Canary.class.getResourceAsStream("canaries.txt")) {
            return new Reader(new String(in.readAllBytes(), StandardCharsets.UTF_8)).read();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Reads the list line by line. */
    private static final class Reader {
        private final List<String> lines;
        private final List<Canary> read = new ArrayList<>();
        private String name;
        private String why;
        private Catcher catcher;
        private String file;
        private List<Change> changes = new ArrayList<>();
        private final List<String> right = new ArrayList<>();
        private final List<String> wrong = new ArrayList<>();

        Reader(String text) {
            lines = text.lines().toList();
        }

        List<Canary> read() {
            lines.forEach(this::line);
            endCanary();
            return read;
        }

        private void line(String line) {
            switch (line.split(" ", 2)[0]) {
                case "canary" -> {
                    endCanary();
                    name = rest(line);
                }
                case "why" -> why = rest(line);
                case "test" -> catcher = test(rest(line));
                case "harness" -> catcher = new Catcher.Harness(rest(line));
                case "file" -> {
                    endChange();
                    file = rest(line);
                }
                default -> change(line);
            }
        }

        private void change(String line) {
            if (line.startsWith("-")) {
                if (!wrong.isEmpty()) {
                    endChange();
                }
                right.add(line.substring(1));
            } else if (line.startsWith("+")) {
                wrong.add(line.substring(1));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                throw new IllegalArgumentException("not a line of a canary: " + line);
            }
        }

        private void endChange() {
            if (!right.isEmpty()) {
                changes.add(new Change(file, String.join("\n", right), String.join("\n", wrong)));
            }
            right.clear();
            wrong.clear();
        }

        private void endCanary() {
            endChange();
            if (name != null) {
                read.add(new Canary(name, why, catcher, changes));
            }
            changes = new ArrayList<>();
        }

        private static Catcher test(String text) {
            String[] words = text.split(" ", 2);
            String[] place = words[1].split("#", 2);
            return new Catcher.Test(words[0], place[0], place[1]);
        }

        private static String rest(String line) {
            return line.substring(line.indexOf(' ') + 1);
        }
    }
}
