package io.tallystick.rating.app;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The records of one partition that wait, in the order of the log. They arrive on the thread that polls the log and are read on the
 * thread that works on the partition.
 */
final class PartitionQueue {
    private final Intake intake;
    private final Deque<Slice> arrived = new ArrayDeque<>();
    private final Deque<LogRecord> read = new ArrayDeque<>();

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
    }

    /** The first record, null if there is none. */
    LogRecord first() {
        load(1);
        return read.peek();
    }

    /** Forgets the records before {@code offset}. */
    void dropBefore(long offset) {
        int dropped = 0;
        while (first() != null && first().offset() < offset) {
            read.poll();
            dropped++;
        }
        intake.release(dropped);
    }

    /**
     * The usage records at the head, up to the next control record; they stay.
     *
     * @param limit most records
     * @param customers most customers, because what is known of each of them is held until the unit of work is done
     */
    List<LogRecord.Usage> usageRun(int limit, int customers) {
        load(limit);
        List<LogRecord.Usage> run = new ArrayList<>(Math.min(limit, read.size()));
        Set<String> keys = new HashSet<>();
        for (LogRecord record : read) {
            if (run.size() == limit || !(record instanceof LogRecord.Usage usage)) {
                break;
            }
            keys.add(usage.key());
            if (keys.size() > customers) {
                break;
            }
            run.add(usage);
        }
        return run;
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
                read.addAll(records);
            }
        }
    }

    private record Slice(int size, Supplier<List<LogRecord>> records) {}
}
