package io.tallystick.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A sender that writes the bytes of a request itself, so that it can go away in the middle of one. */
record RawSender(Socket socket, Door door) implements Closeable {
    /** How a connection can be lost. */
    enum End {
        CLOSED,
        RESET
    }

    static RawSender to(Door door) throws IOException {
        return new RawSender(new Socket(InetAddress.getLoopbackAddress(), door.port()), door);
    }

    /** Begins a request for one event; {@code length} is the header that says how its body is sent. */
    void headers(String length) throws IOException {
        write("POST /v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + door.credential().text() + "\r\nContent-Type: " + Door.EVENT + "\r\n" + length + "\r\n\r\n");
    }

    void body(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    void end(End end) throws IOException {
        switch (end) {
            case CLOSED -> socket.close();
            case RESET -> {
                socket.setSoLinger(true, 0);
                socket.close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void write(String text) throws IOException {
        body(text.getBytes(StandardCharsets.US_ASCII));
    }
}
