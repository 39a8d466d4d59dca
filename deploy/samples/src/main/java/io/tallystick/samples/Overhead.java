package io.tallystick.samples;

import com.sun.net.httpserver.HttpServer;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.tallystick.emitter.Meter;
import io.tallystick.emitter.MeterSettings;
import io.tallystick.emitter.mcp.Metered;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * How much longer the call of a tool takes with the wrapper around it: the same handler called with and without it in turn, while
 * events are synced to the disk and sent, compressed, to a server on this machine that takes all of them. {@code ./tally bench wrapper}.
 */
public final class Overhead {
    private static final int CALLS = 100_000;
    private static final int WARM_UP = 20_000;
    private static final long TARGET_P50_NANOS = 50_000;
    private static final long TARGET_P99_NANOS = 500_000;

    private Overhead() {}

    /** Prints the figures; ends with 1 if a target is missed. The number of calls may be given. */
    public static void main(String[] args) throws IOException {
        int calls = args.length == 0 ? CALLS : Integer.parseInt(args[0]);
        Figures figures = measure(calls);
        figures.print(System.out, calls);
        System.exit(figures.holds() ? 0 : 1);
    }

    /**
     * Nanoseconds of a call.
     *
     * @param bare quantiles without the wrapper
     * @param wrapped quantiles with it
     */
    record Figures(Quantiles bare, Quantiles wrapped) {
        /** Whether both targets hold. */
        boolean holds() {
            return wrapped.p50() - bare.p50() < TARGET_P50_NANOS && wrapped.p99() - bare.p99() < TARGET_P99_NANOS;
        }

        private void print(PrintStream out, int calls) {
            out.printf(
                    Locale.ROOT,
                    "%d calls each, %d processors, load average %.2f, Java %s%n",
                    calls,
                    Runtime.getRuntime().availableProcessors(),
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                    Runtime.version());
            out.println("                 p50        p99");
            row(out, "without", bare.p50(), bare.p99());
            row(out, "with", wrapped.p50(), wrapped.p99());
            row(out, "added", wrapped.p50() - bare.p50(), wrapped.p99() - bare.p99());
            row(out, "target below", TARGET_P50_NANOS, TARGET_P99_NANOS);
        }

        private static void row(PrintStream out, String name, long p50, long p99) {
            out.printf(
                    Locale.ROOT,
                    "%-14s %3d.%01d us   %3d.%01d us%n",
                    name,
                    p50 / 1_000,
                    p50 % 1_000 / 100,
                    p99 / 1_000,
                    p99 % 1_000 / 100);
        }
    }

    /** The middle, and what one call in a hundred exceeds. */
    record Quantiles(long p50, long p99) {
        static Quantiles of(long[] nanos) {
            long[] sorted = nanos.clone();
            Arrays.sort(sorted);
            return new Quantiles(sorted[sorted.length / 2], sorted[sorted.length - 1 - sorted.length / 100]);
        }
    }

    /** Measures so many calls of each kind. */
    static Figures measure(int calls) throws IOException {
        Path spool = Files.createTempDirectory("overhead");
        HttpServer door = door();
        URI uri = URI.create("http://localhost:" + door.getAddress().getPort());
        try (Meter meter = Meter.to(uri, "key", "//overhead", MeterSettings.DEFAULT.withSpool(spool))) {
            Tools.Offered tool = Tools.all().get(1);
            SyncToolSpecification bare = new SyncToolSpecification(tool.tool(), tool::apply);
            SyncToolSpecification wrapped = Metered.wrap(bare, meter);
            time(bare, wrapped, WARM_UP);
            return time(bare, wrapped, calls);
        } finally {
            door.stop(0);
            delete(spool);
        }
    }

    private static Figures time(SyncToolSpecification bare, SyncToolSpecification wrapped, int calls) {
        McpTransportContext context = McpTransportContext.create(Map.of(Metered.CUSTOMER, "acme"));
        CallToolRequest request = CallToolRequest.builder("count_words")
                .arguments(Map.of("text", "a tally stick cannot be changed by one side"))
                .build();
        long[] without = new long[calls];
        long[] with = new long[calls];
        for (int i = 0; i < calls; i++) {
            without[i] = time(bare, context, request);
            with[i] = time(wrapped, context, request);
        }
        return new Figures(Quantiles.of(without), Quantiles.of(with));
    }

    private static long time(SyncToolSpecification tool, McpTransportContext context, CallToolRequest request) {
        long begun = System.nanoTime();
        if (tool.callHandler().apply(context, request).content().isEmpty()) {
            throw new IllegalStateException("the tool gave no answer");
        }
        return System.nanoTime() - begun;
    }

    /** Takes every event. */
    private static HttpServer door() throws IOException {
        HttpServer door = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        door.createContext("/v1/events", exchange -> {
            String batch;
            try (BufferedReader body = new BufferedReader(
                    new InputStreamReader(new GZIPInputStream(exchange.getRequestBody()), StandardCharsets.UTF_8))) {
                batch = body.readLine();
            }
            int events = batch.split("\"specversion\"", -1).length - 1;
            byte[] answer =
                    ("{\"accepted\":" + events + ",\"refused\":0,\"results\":[]}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(202, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        door.start();
        return door;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
