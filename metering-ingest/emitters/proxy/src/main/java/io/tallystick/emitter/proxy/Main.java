package io.tallystick.emitter.proxy;

import io.tallystick.emitter.Delivery;
import io.tallystick.emitter.Entitlements;
import io.tallystick.emitter.Gate;
import io.tallystick.emitter.McpCall;
import io.tallystick.emitter.McpCall.Method;
import io.tallystick.emitter.Meter;
import io.tallystick.emitter.MeterSettings;
import io.tallystick.emitter.kafka.KafkaTransport;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** {@code wrap [options] -- COMMAND} and {@code proxy [options] --to URL}; {@code --help} tells the options. */
public final class Main {
    private static final String HELP = """
            usage: ./tally wrap [options] -- COMMAND      meter an MCP server that speaks over stdio
                   ./tally proxy [options] --to URL       meter an MCP server that speaks over HTTP

              --customer ID           who pays (TALLY_CUSTOMER)
              --customer-header NAME  proxy: who pays stands in this header, which a gateway in front sets
              --customer-claim NAME   proxy: who pays is this claim of the bearer token, such as sub
              --to URL                proxy: the server
              --listen HOST:PORT      proxy: where to listen, localhost:7070 by default
              --source NAME           the server's name in its events, //mcp/COMMAND by default
              --url URL               where Tallystick is (TALLY_URL), http://localhost:8080 by default
              --key KEY               access key of the role ingest (TALLY_KEY); the environment keeps it out of `ps`
              --key-file FILE         the file with the key (TALLY_KEY_FILE); the operator key of the stack that runs here by default
              --kafka HOST:PORT       deliver straight to the log there instead of over HTTP (TALLY_KAFKA)
              --spool FOLDER          where events wait (TALLY_SPOOL), ~/.tallystick/spool by default
              --entitlement FEATURE   ask before each tool call whether the customer may use it, such as api_calls
              --raise TEXT            what a refusal says about how to get more, such as the address of a page
              --fail-closed           refuse calls when nobody answers that question
              --all                   record resources/read and prompts/get too: they need meters of their own
            """;

    private Main() {}

    /** Runs until the server, or the proxy, ends. */
    public static void main(String[] args) throws Exception {
        System.exit(run(List.of(args), System::getenv));
    }

    private static int run(List<String> args, UnaryOperator<String> environment)
            throws IOException, InterruptedException {
        try {
            Options options = Options.parse(args, environment);
            if (options.help()) {
                System.out.print(HELP);
                return 0;
            }
            return run(options);
        } catch (IllegalArgumentException misunderstood) {
            System.err.println("tally: " + misunderstood.getMessage() + " (--help tells more)");
            return 2;
        }
    }

    private static int run(Options options) throws IOException, InterruptedException {
        MeterSettings settings = options.value("--spool")
                .map(folder -> MeterSettings.DEFAULT.withSpool(Path.of(folder)))
                .orElse(MeterSettings.DEFAULT);
        URI url = URI.create(options.value("--url").orElse("http://localhost:8080"));
        String key = options.key();
        Meter meter = options.value("--kafka")
                .map(log -> Meter.over(KafkaTransport.to(log), options.source(), settings, InstantSource.system()))
                .orElseGet(() -> Meter.to(url, key, options.source(), settings));
        try (meter) {
            Set<Method> metered = options.has("--all") ? EnumSet.allOf(Method.class) : EnumSet.of(Method.TOOLS_CALL);
            Gate gate = gate(options, url, key);
            // The first question of a process takes longest: it must not be the one that decides about a call.
            gate.check(options.value("--customer").orElse(McpCall.NOBODY), "");
            Observer observer = new Observer(meter, gate, metered);
            return options.verb().equals("wrap") ? wrap(options, observer) : proxy(options, observer);
        } finally {
            // After the last attempt to deliver, which closing makes.
            tell(meter.delivery());
        }
    }

    private static int wrap(Options options, Observer observer) throws IOException, InterruptedException {
        try (FileInputStream in = new FileInputStream(FileDescriptor.in);
                FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
            return new StdioWrap(observer, options.value("--customer").orElse(McpCall.NOBODY))
                    .run(options.command(), in, out);
        }
    }

    private static int proxy(Options options, Observer observer) throws IOException, InterruptedException {
        String listen = options.value("--listen").orElse("localhost:7070");
        int colon = listen.lastIndexOf(':');
        InetSocketAddress at =
                new InetSocketAddress(listen.substring(0, colon), Integer.parseInt(listen.substring(colon + 1)));
        URI to = URI.create(options.required("--to"));
        try (HttpProxy proxy = new HttpProxy(at, to, options.payer(), observer)) {
            System.err.println("Metering " + to + " on http://" + at.getHostString() + ":" + proxy.port());
            Thread.currentThread().join();
        }
        return 0;
    }

    private static Gate gate(Options options, URI url, String key) {
        return options.value("--entitlement")
                .map(Entitlements.Rule::on)
                .map(rule -> options.value("--raise").map(rule::raisedBy).orElse(rule))
                .map(rule -> options.has("--fail-closed") ? rule.failingClosed() : rule)
                .<Gate>map(rule -> Entitlements.at(url, key, rule))
                .orElse(Gate.OPEN);
    }

    private static void tell(Delivery delivery) {
        if (!delivery.complete()) {
            System.err.println("tally: " + delivery + "; what is spooled goes out at the next start");
        }
    }
}
