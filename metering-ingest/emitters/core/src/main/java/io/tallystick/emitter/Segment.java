package io.tallystick.emitter;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * One file of the spool, only ever appended to. A record is its length, its checksum and its bytes, written by one call: what
 * stands in it survives the end of the process, however sudden.
 */
final class Segment implements Closeable {
    static final int HEAD = 8;
    static final int LARGEST = 65_536;

    private final long number;
    private final Path file;
    private final FileChannel channel;

    /** Up to here it holds whole records. */
    private volatile long end;

    private Segment(long number, Path file, FileChannel channel, long end) {
        this.number = number;
        this.file = file;
        this.channel = channel;
        this.end = end;
    }

    static Segment create(Path folder, long number) throws IOException {
        Path file = folder.resolve(String.format(Locale.ROOT, "%016d.spool", number));
        return new Segment(
                number,
                file,
                FileChannel.open(
                        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                0);
    }

    /** Opens what another process has left; whatever stands behind the last whole record was never completed. */
    static Segment open(Path file) throws IOException {
        String name = file.getFileName().toString();
        long number = Long.parseLong(name.substring(0, name.length() - ".spool".length()));
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        Segment segment = new Segment(number, file, channel, channel.size());
        long end = 0;
        for (byte[] record = segment.read(0); record != null; record = segment.read(end)) {
            end += HEAD + record.length;
        }
        segment.end = end;
        return segment;
    }

    long number() {
        return number;
    }

    long end() {
        return end;
    }

    /** Not for two threads at a time. */
    void append(byte[] record) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(HEAD + record.length)
                .putInt(record.length)
                .putInt(checksum(record))
                .put(record)
                .flip();
        long at = end;
        while (frame.hasRemaining()) {
            at += channel.write(frame, at);
        }
        end = at;
    }

    /** The record that begins at an offset; null behind the last one. */
    byte[] read(long offset) throws IOException {
        if (offset + HEAD > end) {
            return null;
        }
        ByteBuffer head = readFully(offset, HEAD);
        int length = head.getInt();
        int checksum = head.getInt();
        if (length <= 0 || length > LARGEST || offset + HEAD + length > end) {
            return null;
        }
        byte[] record = readFully(offset + HEAD, length).array();
        return checksum(record) == checksum ? record : null;
    }

    /** The number of records from an offset on. */
    long count(long offset) throws IOException {
        long count = 0;
        long at = offset;
        for (byte[] record = read(at); record != null; record = read(at)) {
            at += HEAD + record.length;
            count++;
        }
        return count;
    }

    /** Brings its records to the platter; a segment that was settled and deleted meanwhile has none to bring. */
    void force() throws IOException {
        try {
            channel.force(false);
        } catch (ClosedChannelException deleted) {
            return;
        }
    }

    void delete() throws IOException {
        close();
        Files.deleteIfExists(file);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private ByteBuffer readFully(long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {
            // Reads on.
        }
        return buffer.flip();
    }

    private static int checksum(byte[] record) {
        CRC32 crc = new CRC32();
        crc.update(record);
        return (int) crc.getValue();
    }
}
