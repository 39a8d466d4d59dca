package io.tallystick.emitter;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Events on the local disk in the order in which they came, with a mark up to where they are settled. Bounded: what finds no room
 * is not taken. One process at a time has it (see {@link SpoolFolder}).
 */
final class Spool implements Closeable {
    private static final long SMALLEST_SEGMENT = 1 << 17;
    private static final long LARGEST_SEGMENT = 8 << 20;
    private static final long MOST_REFUSED = 16 << 20;

    private final Path folder;
    private final long limit;
    private final long segmentSize;
    private final FileChannel mark;
    private final Deque<Segment> segments = new ArrayDeque<>();
    private final long recovered;
    private Segment last;
    private long settledInFirst;
    private long bytes;
    private long waiting;
    private Set<Segment> unsynced = new HashSet<>();

    /** Opens the spool in a folder that this process has claimed. */
    Spool(Path folder, long limit) throws IOException {
        this.folder = folder;
        this.limit = limit;
        this.segmentSize = Math.max(SMALLEST_SEGMENT, Math.min(LARGEST_SEGMENT, limit / 8));
        this.mark = FileChannel.open(
                folder.resolve("settled"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        long next = recover();
        this.recovered = waiting;
        this.last = Segment.create(folder, next);
        segments.addLast(last);
    }

    private long recover() throws IOException {
        long[] settled = readMark();
        long next = settled[0] + 1;
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".spool"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            Segment segment = Segment.open(file);
            next = Math.max(next, segment.number() + 1);
            long from = segment.number() == settled[0] ? settled[1] : 0;
            if (segment.number() < settled[0] || from >= segment.end()) {
                segment.delete();
                continue;
            }
            if (segments.isEmpty()) {
                settledInFirst = from;
            }
            segments.addLast(segment);
            bytes += segment.end();
            waiting += segment.count(from);
        }
        return next;
    }

    /** Events that an earlier process has left. */
    long recovered() {
        return recovered;
    }

    synchronized long waiting() {
        return waiting;
    }

    /**
     * Appends an event: when it returns true, the event outlives the process.
     *
     * @param reserve room beyond the limit that this event may use
     * @return false if there is no room
     */
    synchronized boolean append(byte[] event, long reserve) throws IOException {
        long size = Segment.HEAD + (long) event.length;
        if (event.length > Segment.LARGEST || bytes + size > limit + reserve) {
            return false;
        }
        if (last.end() >= segmentSize) {
            last = Segment.create(folder, last.number() + 1);
            segments.addLast(last);
        }
        last.append(event);
        bytes += size;
        waiting++;
        unsynced.add(last);
        return true;
    }

    /** Brings what was appended to the platter, so that it outlives the machine too. */
    void sync() throws IOException {
        Set<Segment> written;
        synchronized (this) {
            written = unsynced;
            unsynced = new HashSet<>();
        }
        for (Segment segment : written) {
            segment.force();
        }
    }

    /** The oldest events that are not settled, at least one if there is one. */
    List<byte[]> peek(int mostEvents, int mostBytes) throws IOException {
        List<byte[]> batch = new ArrayList<>();
        long size = 0;
        List<Segment> open;
        long offset;
        synchronized (this) {
            open = List.copyOf(segments);
            offset = settledInFirst;
        }
        for (Segment segment : open) {
            for (byte[] event = segment.read(offset); event != null; event = segment.read(offset)) {
                size += event.length;
                if (batch.size() == mostEvents || (size > mostBytes && !batch.isEmpty())) {
                    return batch;
                }
                batch.add(event);
                offset += Segment.HEAD + event.length;
            }
            offset = 0;
        }
        return batch;
    }

    /** Settles the oldest events; files without unsettled ones go away. */
    synchronized void settle(List<byte[]> events) throws IOException {
        for (byte[] event : events) {
            while (settledInFirst >= segments.getFirst().end()) {
                dropFirst();
            }
            settledInFirst += Segment.HEAD + event.length;
            waiting--;
        }
        writeMark(segments.getFirst().number(), settledInFirst);
        while (segments.size() > 1 && settledInFirst >= segments.getFirst().end()) {
            dropFirst();
        }
    }

    private void dropFirst() throws IOException {
        Segment first = segments.removeFirst();
        bytes -= first.end();
        settledInFirst = 0;
        first.delete();
    }

    /** Keeps an event that metering-ingest will never take, for people. */
    synchronized void keepRefused(byte[] event, String reason) throws IOException {
        Path file = folder.resolve("refused.ndjson");
        if (Files.exists(file) && Files.size(file) > MOST_REFUSED) {
            return;
        }
        String line = "{\"reason\":\"" + reason.replaceAll("[\"\\\\\\p{Cntrl}]", "'") + "\",\"event\":"
                + new String(event, StandardCharsets.UTF_8) + "}\n";
        Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Segment and offset; a mark that cannot be read settles nothing: events may then go out twice, which is harmless. */
    private long[] readMark() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(24);
        while (buffer.hasRemaining() && mark.read(buffer, buffer.position()) >= 0) {
            // Reads on.
        }
        buffer.flip();
        if (buffer.remaining() == 24) {
            long segment = buffer.getLong();
            long offset = buffer.getLong();
            if (buffer.getLong() == (segment ^ ~offset)) {
                return new long[] {segment, offset};
            }
        }
        return new long[] {0, 0};
    }

    private void writeMark(long segment, long offset) throws IOException {
        mark.write(
                ByteBuffer.allocate(24)
                        .putLong(segment)
                        .putLong(offset)
                        .putLong(segment ^ ~offset)
                        .flip(),
                0);
    }

    @Override
    public synchronized void close() throws IOException {
        sync();
        boolean empty = waiting == 0;
        for (Segment segment : segments) {
            if (empty) {
                segment.delete();
            } else {
                segment.close();
            }
        }
        mark.close();
    }
}
