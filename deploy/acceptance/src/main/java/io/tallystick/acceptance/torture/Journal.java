package io.tallystick.acceptance.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * What the senders did and what they were answered, each line written before and after a call: {@code > 17 4,5,6} is the call 17 with
 * the events 4, 5 and 6 of the month, {@code < 17 accepted 5} its answer in which 5 was refused. A call without an answer of 2xx may
 * have happened or not.
 */
final class Journal implements AutoCloseable {
    private final Writer out;
    private final AtomicLong calls = new AtomicLong();

    private Journal(Writer out) {
        this.out = out;
    }

    static Journal in(Path file) {
        try {
            return new Journal(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    long asks(Collection<Integer> events) {
        long call = calls.incrementAndGet();
        write("> " + call + " " + numbers(events));
        return call;
    }

    void accepted(long call, Collection<Integer> refused) {
        write("< " + call + " accepted " + numbers(refused));
    }

    void failed(long call, int status) {
        write("< " + call + " failed " + status);
    }

    private synchronized void write(String line) {
        try {
            out.write(line + "\n");
            out.flush();
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static String numbers(Collection<Integer> events) {
        return events.isEmpty() ? "-" : events.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** What a journal says about every event that was sent. */
    static Promises read(Path file) {
        Map<String, List<Integer>> asked = new HashMap<>();
        Set<Integer> sent = new HashSet<>();
        Set<Integer> accepted = new HashSet<>();
        Set<Integer> refused = new HashSet<>();
        try {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.split(" ", -1);
                if (words[0].equals(">")) {
                    asked.put(words[1], events(words[2]));
                    sent.addAll(asked.get(words[1]));
                } else if (words[2].equals("accepted")) {
                    Set<Integer> no = new HashSet<>(events(words[3]));
                    for (int event : asked.get(words[1])) {
                        (no.contains(event) ? refused : accepted).add(event);
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return new Promises(sent, accepted, refused);
    }

    private static List<Integer> events(String numbers) {
        return numbers.equals("-")
                ? List.of()
                : Arrays.stream(numbers.split(",", -1)).map(Integer::valueOf).toList();
    }

    /**
     * Numbers of events in the month.
     *
     * @param sent at least once
     * @param accepted with an answer of 2xx, at least once: each must be billed exactly once
     * @param refused by an answer: none may be billed
     */
    public record Promises(Set<Integer> sent, Set<Integer> accepted, Set<Integer> refused) {
        /** Sent without ever an answer: each may be billed once or not at all. */
        public boolean isOpen(int event) {
            return sent.contains(event) && !accepted.contains(event) && !refused.contains(event);
        }
    }
}
