package io.tallystick.acceptance.torture;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** A wire between two processes that can be cut, slow, silent, or deaf to answers. */
public final class TcpProxy implements AutoCloseable {
    /** How the wire behaves. */
    public enum Mood {
        /** Everything passes. */
        CLEAR,
        /** Every piece takes its time. */
        SLOW,
        /** Nothing comes through, and nobody is told. */
        SILENT,
        /** What is asked arrives, what is answered does not: a commit that happened and was never confirmed. */
        DEAF
    }

    private static final int SLOW_MILLIS = 30;

    private final ServerSocket entrance;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private volatile int target;
    private volatile Mood mood = Mood.CLEAR;

    private TcpProxy(ServerSocket entrance, int target) {
        this.entrance = entrance;
        this.target = target;
    }

    /** A clear wire to a port of this machine. */
    public static TcpProxy to(int target) {
        try {
            TcpProxy proxy = new TcpProxy(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), target);
            Thread.ofVirtual().name("proxy").start(proxy::accept);
            return proxy;
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    /** Where to connect. */
    public int port() {
        return entrance.getLocalPort();
    }

    /** Where new connections go from now on. */
    void aimAt(int port) {
        target = port;
    }

    /** Changes how the wire behaves; a deaf one has lost bytes, so its connections end with it. */
    public void become(Mood next) {
        boolean wasDeaf = mood == Mood.DEAF;
        mood = next;
        if (wasDeaf) {
            cut();
        }
    }

    /** The far end of every connection goes away without a word: whoever is at the near end talks to nobody. */
    void loseFarEnds() {
        links.forEach(Link::loseFarEnd);
    }

    /** Ends every connection at this moment. */
    void cut() {
        links.forEach(Link::end);
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket near = entrance.accept();
                Thread.ofVirtual().start(() -> connect(near));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket near) {
        try {
            Link link = new Link(near, new Socket(InetAddress.getLoopbackAddress(), target), new AtomicBoolean());
            links.add(link);
            Thread.ofVirtual().start(() -> pump(link, link.near, link.far, true));
            Thread.ofVirtual().start(() -> pump(link, link.far, link.near, false));
        } catch (IOException nobodyThere) {
            end(near);
        }
    }

    private void pump(Link link, Socket from, Socket to, boolean question) {
        byte[] bytes = new byte[16 << 10];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                if (passes(question, link) && !link.halfOpen.get()) {
                    out.write(bytes, 0, n);
                }
            }
        } catch (IOException broken) {
            // Whichever side it was: both ends of the wire hang now.
        } finally {
            if (question || !link.halfOpen.get()) {
                link.end();
                links.remove(link);
            }
        }
    }

    private boolean passes(boolean question, Link link) {
        while (mood == Mood.SILENT && !link.near.isClosed()) {
            Wait.millis(20);
        }
        if (mood == Mood.SLOW) {
            Wait.millis(SLOW_MILLIS);
        }
        return question || mood != Mood.DEAF;
    }

    @Override
    public void close() {
        try {
            entrance.close();
        } catch (IOException unlikely) {
            throw new UncheckedIOException(unlikely);
        }
        cut();
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // It is closed all the same.
        }
    }

    private record Link(Socket near, Socket far, AtomicBoolean halfOpen) {
        void loseFarEnd() {
            halfOpen.set(true);
            TcpProxy.end(far);
        }

        void end() {
            TcpProxy.end(near);
            TcpProxy.end(far);
        }
    }
}
