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
import java.util.Arrays;

/** A connection that asks, one question at a time, and stays open; many of them share one thread, see {@link SpendLoop}. */
final class Asker implements Closeable {
    private static final byte[] END_OF_HEAD = Ascii.bytes("\r\n\r\n");
    private static final byte[] LENGTH = Ascii.bytes("\r\ncontent-length:");
    private static final byte[] GOOD = Ascii.bytes("HTTP/1.1 200 ");

    private final SocketChannel channel;
    private final String rest;
    private ByteBuffer read = ByteBuffer.allocate(16_384);
    private byte[] mark;
    private long number;
    private int bodyAt;
    private int end;

    Asker(Selector selector, int port, String credential) throws IOException {
        this.rest = " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAuthorization: Bearer " + credential + "\r\n\r\n";
        this.channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    /**
     * Asks for {@code path}.
     *
     * @param question which one this is
     * @param answerHas what stands in a good answer
     */
    void ask(long question, String path, String answerHas) throws IOException {
        number = question;
        mark = Ascii.bytes(answerHas);
        read.clear();
        bodyAt = 0;
        ByteBuffer request = ByteBuffer.wrap(Ascii.bytes("GET " + path + rest));
        while (request.hasRemaining()) {
            // Some hundred bytes fit into the buffer of an idle connection.
            channel.write(request);
        }
    }

    /** Takes what has come; whether the answer is whole now. */
    boolean isAnswered() throws IOException {
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
        return read.position() >= end;
    }

    long number() {
        return number;
    }

    /** Whether the answer is 200 and has what it should. */
    boolean isGood() {
        return Arrays.equals(read.array(), 0, GOOD.length, GOOD, 0, GOOD.length) && find(mark, bodyAt) >= 0;
    }

    private int length(int head) throws IOException {
        int at = find(LENGTH, 0);
        if (at < 0 || at > head) {
            throw new IOException(
                    "an answer has no length: " + new String(read.array(), 0, head, StandardCharsets.US_ASCII));
        }
        int from = at + LENGTH.length;
        int to = from;
        while (read.array()[to] != '\r') {
            to++;
        }
        return Integer.parseInt(new String(read.array(), from, to - from, StandardCharsets.US_ASCII).strip());
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
