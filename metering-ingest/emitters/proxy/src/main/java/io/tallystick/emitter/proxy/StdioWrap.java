package io.tallystick.emitter.proxy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Stands between a client and an MCP server that speaks over stdio. Lines pass as they are in both directions; a call is recorded
 * before its answer is passed on. What the server writes to standard error goes through.
 */
public final class StdioWrap {
    private static final String SCOPE = "stdio";

    private final Observer observer;
    private final String customer;

    /** A wrapper whose calls {@code customer} pays. */
    public StdioWrap(Observer observer, String customer) {
        this.observer = observer;
        this.customer = customer;
    }

    /**
     * Runs the server until it ends.
     *
     * @param command and its arguments
     * @param in what the client says
     * @param out where the client listens
     * @return the server's exit code
     * @throws IOException if the command cannot be started
     */
    public int run(List<String> command, InputStream in, OutputStream out) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        // The access key is none of the server's business, and one that meters itself would bill each call twice.
        builder.environment().keySet().removeIf(name -> name.startsWith("TALLY_"));
        Process server = builder.start();
        Thread end = new Thread(server::destroy);
        Runtime.getRuntime().addShutdownHook(end);
        Thread.ofPlatform().daemon().name("client").start(() -> fromClient(in, server.getOutputStream(), out));
        fromServer(server.getInputStream(), out);
        int code = server.waitFor();
        try {
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (IllegalStateException ending) {
            // The hook has nothing left to do.
        }
        return code;
    }

    private void fromClient(InputStream client, OutputStream server, OutputStream back) {
        try (server;
                InputStream lines = new BufferedInputStream(client, 65_536)) {
            for (byte[] line = line(lines); line.length > 0; line = line(lines)) {
                Optional<byte[]> refusal = Optional.empty();
                for (Message message : Message.read(line)) {
                    refusal = observer.fromClient(message, SCOPE, customer, line.length);
                }
                if (refusal.isPresent()) {
                    byte[] answer = refusal.get();
                    byte[] whole = Arrays.copyOf(answer, answer.length + 1);
                    whole[answer.length] = '\n';
                    write(back, whole);
                } else {
                    write(server, line);
                }
            }
        } catch (IOException oneSideHasEnded) {
            // The server notices that its input has ended, and ends.
        }
    }

    private void fromServer(InputStream server, OutputStream client) {
        try (InputStream lines = new BufferedInputStream(server, 65_536)) {
            for (byte[] line = line(lines); line.length > 0; line = line(lines)) {
                for (Message message : Message.read(line)) {
                    observer.fromServer(message, SCOPE, customer, line.length);
                }
                write(client, line);
            }
        } catch (IOException clientHasGone) {
            // The server's input ends too, and then the server.
        }
    }

    private static void write(OutputStream out, byte[] line) throws IOException {
        synchronized (out) {
            out.write(line);
            out.flush();
        }
    }

    /** The next line with its end; empty at the end of the stream. */
    private static byte[] line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        int b = in.read();
        while (b >= 0) {
            line.write(b);
            if (b == '\n') {
                break;
            }
            b = in.read();
        }
        return line.toByteArray();
    }
}
