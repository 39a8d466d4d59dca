package io.tallystick.rating.simulation;

import io.tallystick.rating.app.ControlLog;
import io.tallystick.rating.app.LogRecord;
import io.tallystick.schemas.control.ControlRecord;
import io.tallystick.schemas.id.Partition;
import io.tallystick.schemas.meter.Meter;
import io.tallystick.testkit.simulation.Fate;
import io.tallystick.testkit.simulation.Fault;
import io.tallystick.testkit.simulation.Trouble;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code usage.events} in memory. Whoever appends may not learn whether the log has taken the record. */
final class MemoryLog implements ControlLog {
    private final Fate fate;
    private final Set<Bug> bugs;
    private final InstantSource clock;
    private final List<List<Entry>> partitions = new ArrayList<>();

    /** A record, and what its sender meant if it is usage. */
    record Entry(LogRecord record, Sent sent) {
        long offset() {
            return record.offset();
        }
    }

    MemoryLog(Fate fate, Set<Bug> bugs, InstantSource clock, int count) {
        this.fate = fate;
        this.bugs = bugs;
        this.clock = clock;
        for (int i = 0; i < count; i++) {
            partitions.add(new ArrayList<>());
        }
    }

    /** The records of a partition, in their order. */
    List<Entry> entries(int partition) {
        return partitions.get(partition);
    }

    /** Position behind the last record. */
    long end(int partition) {
        List<Entry> entries = partitions.get(partition);
        return entries.isEmpty() ? 0 : entries.getLast().offset() + 1;
    }

    /** Position of the first record at or after {@code offset}; {@code offset} if there is none. */
    long firstAt(int partition, long offset) {
        for (Entry entry : partitions.get(partition)) {
            if (entry.offset() >= offset) {
                return entry.offset();
            }
        }
        return offset;
    }

    /** Records from {@code offset} on. */
    List<LogRecord> read(int partition, long offset, int limit) {
        List<LogRecord> records = new ArrayList<>(limit);
        for (Entry entry : partitions.get(partition)) {
            if (entry.offset() >= offset && records.size() < limit) {
                records.add(entry.record());
            }
        }
        return records;
    }

    /**
     * Appends a usage event under the key of its customer.
     *
     * @param partition where a sender that is mistaken writes it, or the customer's own
     */
    void send(int partition, Sent sent) {
        boolean early = bugs.contains(Bug.END_BELONGS_TO_THE_PERIOD) && isMidnight(sent.at());
        byte[] event = sent.json(early ? 1 : 0, bugs.contains(Bug.MILLISECONDS)).getBytes(StandardCharsets.UTF_8);
        acknowledge(true, () -> {
            LogRecord record = new LogRecord.Usage(next(partition), clock.instant(), sent.customer(), event);
            partitions.get(partition).add(new Entry(record, sent));
            fate.note("usage at", partition, record.offset());
        });
    }

    private static boolean isMidnight(Instant at) {
        return at.atOffset(ZoneOffset.UTC).toLocalTime().toNanoOfDay() == 0;
    }

    /** Appends a control record to one partition. */
    void append(int partition, ControlRecord command) {
        acknowledge(!bugs.contains(Bug.ANNOUNCED_TOO_EARLY), () -> {
            LogRecord record = new LogRecord.Control(next(partition), clock.instant(), command);
            partitions.get(partition).add(new Entry(record, null));
            fate.note(command.kind(), partition, record.offset());
        });
    }

    private long next(int partition) {
        long end = end(partition);
        return fate.strikes(Fault.HOLE, 60) ? end + 1 : end;
    }

    private void acknowledge(boolean told, Runnable taken) {
        if (fate.strikes(Fault.SEND_REFUSED, 25)) {
            if (!told) {
                return;
            }
            throw new Trouble(Fault.SEND_REFUSED, "append");
        }
        taken.run();
        if (fate.strikes(Fault.SEND_ANSWER_LOST, 25)) {
            throw new Trouble(Fault.SEND_ANSWER_LOST, "append");
        }
    }

    @Override
    public void append(String customerId, ControlRecord record) {
        fate.step("append");
        append(Partition.of(customerId, partitions()), record);
    }

    @Override
    public void appendToAll(ControlRecord record) {
        for (int i = 0; i < partitions(); i++) {
            append(i, record);
        }
    }

    @Override
    public void meter(Meter meter) {
        throw new UnsupportedOperationException("the catalogue never changes here");
    }

    @Override
    public int partitions() {
        return partitions.size();
    }
}
