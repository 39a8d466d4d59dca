package io.tallystick.rating.app;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/**
 * The records of one partition that wait, in the order of the log. They arrive on the thread that polls the log and are read on the
 * thread that works on the partition.
 */
final class PartitionQueue {
    private final Intake intake;
    private final Deque<Slice> arrived = new ArrayDeque<>();
    private final Deque<LogRecord> read = new ArrayDeque<>();
    /**
     * Where a poll began that does not follow the one before: only the log can tell whether something is missing there. Places among all
     * records that were ever read, in their order, because an offset that is read again can stand here twice.
     */
    private final Deque<Long> jumps = new ArrayDeque<>();

    /** How many records were ever read. */
    private long everRead;

    private long lastRead = -1;

    /** Control records among {@link #read}. */
    private int controls;

    PartitionQueue(Intake intake) {
        this.intake = intake;
    }

    /** Adds records that were polled; {@code records} turns them into ours when they are needed. */
    synchronized void add(int size, Supplier<List<LogRecord>> records) {
        arrived.add(new Slice(size, records));
    }

    synchronized boolean isEmpty() {
        return arrived.isEmpty() && read.isEmpty();
    }

    synchronized int size() {
        return read.size() + arrived.stream().mapToInt(Slice::size).sum();
    }

    /** Forgets everything. */
    synchronized void clear() {
        intake.release(size());
        arrived.clear();
        read.clear();
        jumps.clear();
        controls = 0;
    }

    /** Whether a control record stands among those that were read: a run of usage that ends before it does not grow any more. */
    boolean isCut() {
        return controls > 0;
    }

    /** The first record, null if there is none. */
    LogRecord first() {
        load(1);
        return read.peek();
    }

    /** Forgets the records before {@code offset}. */
    void dropBefore(long offset) {
        dropWhile(at -> at < offset);
    }

    /** Forgets the records at the head that lie behind {@code offset}, up to the first that does not. */
    void dropBehind(long offset) {
        dropWhile(at -> at > offset);
    }

    private void dropWhile(LongPredicate unwanted) {
        int dropped = 0;
        while (first() != null && unwanted.test(first().offset())) {
            if (read.poll() instanceof LogRecord.Control) {
                controls--;
            }
            dropped++;
        }
        while (!jumps.isEmpty() && jumps.peek() <= headPlace()) {
            jumps.poll();
        }
        intake.release(dropped);
    }

    /**
     * The usage records at the head, up to the next control record or the next place where something may be missing; they stay.
     *
     * @param limit most records
     * @param customers most customers, because what is known of each of them is held until the unit of work is done
     */
    List<LogRecord.Usage> usageRun(int limit, int customers) {
        load(limit);
        int sure = jumps.isEmpty() ? limit : (int) Math.min(limit, jumps.peek() - headPlace());
        List<LogRecord.Usage> run = new ArrayList<>(Math.min(sure, read.size()));
        Set<String> keys = new HashSet<>();
        String last = null;
        for (LogRecord record : read) {
            if (run.size() == sure || !(record instanceof LogRecord.Usage usage)) {
                break;
            }
            if (run.isEmpty() || !Objects.equals(last, usage.key())) {
                last = usage.key();
                keys.add(last);
            }
            if (keys.size() > customers) {
                break;
            }
            run.add(usage);
        }
        return run;
    }

    private long headPlace() {
        return everRead - read.size();
    }

    /** Only the worker touches {@link #read}; whoever adds touches {@link #arrived} only. */
    private void load(int atLeast) {
        while (read.size() < atLeast) {
            Slice next;
            synchronized (this) {
                next = arrived.poll();
            }
            if (next == null) {
                return;
            }
            List<LogRecord> records = next.records().get();
            synchronized (this) {
                if (!read.isEmpty() && !records.isEmpty() && records.getFirst().offset() != lastRead + 1) {
                    jumps.add(everRead);
                }
                lastRead = records.isEmpty() ? lastRead : records.getLast().offset();
                read.addAll(records);
                everRead += records.size();
                for (LogRecord record : records) {
                    controls += record instanceof LogRecord.Control ? 1 : 0;
                }
            }
        }
    }

    private record Slice(int size, Supplier<List<LogRecord>> records) {}
}
