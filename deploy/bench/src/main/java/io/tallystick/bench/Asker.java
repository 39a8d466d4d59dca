package io.tallystick.bench;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A connection that asks, one question at a time, and stays open; many of them share one thread, see {@link EvenLoop}. */
final class Asker implements Closeable {
    private static final byte[] END_OF_HEAD = Ascii.bytes("\r\n\r\n");
    private static final byte[] LENGTH = Ascii.bytes("\r\ncontent-length:");
    private static final byte[] RETRY_AFTER = Ascii.bytes("\r\nretry-after:");
    private static final int STATUS_AT = "HTTP/1.1 ".length();

    private final SocketChannel channel;
    private final SelectionKey key;
    private final String headers;
    private ByteBuffer write = ByteBuffer.allocate(0);
    private ByteBuffer read = ByteBuffer.allocate(4_096);
    private long number;
    private int bodyAt;
    private int end;

    Asker(Selector selector, int port, String credential) throws IOException {
        this.headers = " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAuthorization: Bearer " + credential + "\r\n";
        this.channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        this.key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** Asks for {@code path}; {@code question} is its number. */
    void get(long question, String path) throws IOException {
        send(question, ByteBuffer.wrap(Ascii.bytes("GET " + path + headers + "\r\n")));
    }

    /** Sends a body to {@code path}; {@code question} is its number. */
    void post(long question, String path, String contentType, byte[] body) throws IOException {
        byte[] head = Ascii.bytes("POST " + path + headers + "Content-Type: " + contentType + "\r\nContent-Length: "
                + body.length + "\r\n\r\n");
        send(
                question,
                ByteBuffer.allocate(head.length + body.length)
                        .put(head)
                        .put(body)
                        .flip());
    }

    private void send(long question, ByteBuffer request) throws IOException {
        number = question;
        write = request;
        read.clear();
        bodyAt = 0;
        write();
    }

    /** A large request does not fit into the buffer of the connection: the rest is written when there is room again. */
    private void write() throws IOException {
        channel.write(write);
        key.interestOps(write.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    /** Goes on with what is to be written and takes what has come; whether the answer is whole now. */
    boolean isAnswered() throws IOException {
        if (write.hasRemaining()) {
            write();
        }
        if (!read.hasRemaining()) {
            read = ByteBuffer.allocate(2 * read.capacity()).put(read.flip());
        }
        if (channel.read(read) < 0) {
            throw new EOFException("the connection was closed");
        }
        if (bodyAt == 0) {
            int head = find(END_OF_HEAD, 0);
            if (head < 0) {
                return false;
            }
            bodyAt = head + END_OF_HEAD.length;
            end = bodyAt + length(head);
        }
        return read.position() >= end && !write.hasRemaining();
    }

    long number() {
        return number;
    }

    /** What was answered. */
    Wire.Answer answer() {
        int retryAfter = find(RETRY_AFTER, 0);
        return new Wire.Answer(
                Integer.parseInt(text(STATUS_AT, STATUS_AT + 3)),
                retryAfter >= 0 && retryAfter < bodyAt,
                text(bodyAt, end));
    }

    private String text(int from, int to) {
        return new String(read.array(), from, to - from, StandardCharsets.UTF_8);
    }

    private int length(int head) throws IOException {
        int at = find(LENGTH, 0);
        if (at < 0 || at > head) {
            throw new IOException("an answer has no length: " + text(0, head));
        }
        int from = at + LENGTH.length;
        int to = from;
        while (read.array()[to] != '\r') {
            to++;
        }
        return Integer.parseInt(text(from, to).strip());
    }

    /** Where it stands, in whatever case, at or after {@code from}; -1 if it does not. */
    private int find(byte[] wanted, int from) {
        byte[] bytes = read.array();
        for (int at = from; at + wanted.length <= read.position(); at++) {
            int same = 0;
            while (same < wanted.length && lower(bytes[at + same]) == lower(wanted[same])) {
                same++;
            }
            if (same == wanted.length) {
                return at;
            }
        }
        return -1;
    }

    private static int lower(byte letter) {
        return letter >= 'A' && letter <= 'Z' ? letter + 32 : letter;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
