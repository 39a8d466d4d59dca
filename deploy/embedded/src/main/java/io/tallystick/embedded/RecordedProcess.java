package io.tallystick.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A process that somebody noted down earlier and that may be gone by now.
 *
 * <p>A noted id alone proves nothing: after a reboot it may belong to anyone. So a word of the command line goes with it
 * that no other process has, such as the path of the folder that a server works for.
 *
 * @param pid as noted
 * @param word one whole argument of its command line
 */
public record RecordedProcess(long pid, String word) {
    /** Of the fields of {@code /proc/<pid>/stat} behind the name. */
    private static final int STATE = 0;

    private static final int THREADS = 17;

    /** The process, if it lives and its command line has the word. */
    public Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(handle -> words(handle).contains(word));
    }

    private static List<String> words(ProcessHandle handle) {
        Path commandLine = Path.of("/proc", Long.toString(handle.pid()), "cmdline");
        try {
            return Arrays.asList(Files.readString(commandLine).split("\0"));
        } catch (IOException e) {
            // No /proc (macOS), or the process has just ended.
            return handle.info().arguments().map(List::of).orElse(List.of());
        }
    }

    /**
     * Asks the process to end, and kills it if it has not ended in time. Does nothing if it is gone or another one.
     *
     * @param signal without SIG, for example {@code TERM}
     * @return whether there was such a process
     */
    public boolean stop(String signal, Duration patience) {
        Optional<ProcessHandle> found = find();
        found.ifPresent(handle -> {
            Signals.send(signal, pid);
            if (!awaitEnd(handle, patience)) {
                handle.destroyForcibly();
                awaitEnd(handle, patience);
            }
        });
        return found.isPresent();
    }

    static boolean awaitEnd(ProcessHandle handle, Duration patience) {
        Deadline deadline = Deadline.in(patience);
        while (!hasEnded(handle) && !deadline.passed()) {
            Deadline.pause();
        }
        return hasEnded(handle);
    }

    /** Whether it is gone, or only waits for its parent to notice: in a container that can take its first process a second. */
    private static boolean hasEnded(ProcessHandle handle) {
        if (!handle.isAlive()) {
            return true;
        }
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(handle.pid()), "stat"));
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            // The first thread can end before the others, which still hold what the process has locked.
            return fields[STATE].equals("Z") && Integer.parseInt(fields[THREADS]) <= 1;
        } catch (IOException e) {
            return !handle.isAlive();
        }
    }
}
