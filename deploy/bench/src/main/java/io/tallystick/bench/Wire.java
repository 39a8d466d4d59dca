package io.tallystick.bench;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * A connection that posts to one path, one request at a time, and stays open: HTTP/1.1 as far as the door speaks it. A client library
 * takes more processor time for a request than the door.
 */
final class Wire implements Closeable {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final int HEAD_END = 4;

    private final int port;
    private final byte[] head;
    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;
    private byte[] read = new byte[8_192];
    private int filled;

    /** What came back. */
    record Answer(int status, boolean retryAfter, String body) {
        /** The number that stands under a name in an answer to events. */
        long count(String name) {
            String key = "\"" + name + "\":";
            int at = body.indexOf(key);
            if (at < 0) {
                throw new BenchFailure("an answer with " + status + " says nothing of " + name + ": " + body);
            }
            int end = at + key.length();
            while (Character.isDigit(body.charAt(end))) {
                end++;
            }
            return Long.parseLong(body, at + key.length(), end, 10);
        }
    }

    Wire(int port, String credential, String path, String contentType) throws IOException {
        this.port = port;
        this.head = Ascii.bytes("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAuthorization: Bearer "
                + credential + "\r\nContent-Type: " + contentType + "\r\nContent-Length: ");
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        this.out = socket.getOutputStream();
        this.in = socket.getInputStream();
    }

    int port() {
        return port;
    }

    /** Sends a body and waits for its answer; after a failure the connection is of no more use. */
    Answer post(byte[] body) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream(head.length + body.length + 16);
        request.writeBytes(head);
        request.writeBytes(Ascii.bytes(Integer.toString(body.length)));
        request.writeBytes(Ascii.bytes("\r\n\r\n"));
        request.writeBytes(body);
        request.writeTo(out);
        return answer();
    }

    private Answer answer() throws IOException {
        filled = 0;
        int bodyAt = fillHead();
        String headers = new String(read, 0, bodyAt, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        int end = bodyAt + Integer.parseInt(header(headers, "content-length"));
        while (filled < end) {
            fill();
        }
        return new Answer(
                Integer.parseInt(headers, 9, 12, 10),
                headers.contains("\r\nretry-after:"),
                new String(read, bodyAt, end - bodyAt, StandardCharsets.UTF_8));
    }

    /** Where the body begins. */
    private int fillHead() throws IOException {
        int from = 0;
        while (true) {
            fill();
            for (int at = from; at + HEAD_END <= filled; at++) {
                if (read[at] == '\r' && read[at + 1] == '\n' && read[at + 2] == '\r' && read[at + 3] == '\n') {
                    return at + HEAD_END;
                }
            }
            from = Math.max(0, filled - HEAD_END);
        }
    }

    private void fill() throws IOException {
        if (filled == read.length) {
            read = Arrays.copyOf(read, 2 * read.length);
        }
        int more = in.read(read, filled, read.length - filled);
        if (more < 0) {
            throw new EOFException("the connection was closed");
        }
        filled += more;
    }

    private static String header(String headers, String name) throws IOException {
        String key = "\r\n" + name + ":";
        int at = headers.indexOf(key);
        if (at < 0) {
            throw new IOException("an answer has no " + name + ": " + headers);
        }
        return headers.substring(at + key.length(), headers.indexOf("\r\n", at + key.length()))
                .strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
