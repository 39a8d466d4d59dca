package io.tallystick.acceptance.canaries;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The sources of the product, to be read and never to be written. */
public final class Sources {
    private final Path root;

    /** Below {@code root}. */
    public Sources(Path root) {
        this.root = root;
    }

    /**
     * Every file that a canary changes, with the bug in it.
     *
     * @throws IllegalStateException if what it changes does not stand exactly once in its file
     */
    public Map<String, String> with(Canary canary) {
        Map<String, String> changed = new LinkedHashMap<>();
        for (Canary.Change change : canary.changes()) {
            String text = changed.computeIfAbsent(change.file(), this::read);
            int first = text.indexOf(change.right());
            if (first < 0 || text.indexOf(change.right(), first + 1) >= 0) {
                throw new IllegalStateException("canary " + canary.name() + ": this must stand exactly once in "
                        + change.file() + ":\n" + change.right());
            }
            changed.put(
                    change.file(),
                    text.substring(0, first)
                            + change.wrong()
                            + text.substring(first + change.right().length()));
        }
        return changed;
    }

    /** The source of a test class. */
    public String of(Canary.Catcher.Test test) {
        return read(test.module() + "/src/test/java/" + test.type().replace('.', '/') + ".java");
    }

    private String read(String file) {
        try {
            return Files.readString(root.resolve(file));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
