package io.tallystick.emitter.mcp;

import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncToolSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncPromptSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpStatelessServerFeatures;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.tallystick.emitter.Charge;
import io.tallystick.emitter.Charges;
import io.tallystick.emitter.Gate;
import io.tallystick.emitter.McpCall;
import io.tallystick.emitter.McpCall.Method;
import io.tallystick.emitter.Meter;
import io.tallystick.emitter.Refused;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Meters what the MCP Java SDK serves: {@code Metered.wrap(spec, meter)} gives the same specification, which records one event
 * for each result, before the result leaves. A result with {@code isError} is recorded as such; an exception has no result and is
 * not recorded.
 *
 * <p>Who pays comes from the transport context under {@value #CUSTOMER}, to be put there by the {@code contextExtractor} of the
 * transport from what it has authenticated; without it from the environment variable {@code TALLY_CUSTOMER}, which suits a
 * server over stdio. Calls of nobody are recorded for {@value #NOBODY}, so that the close of the month shows them.
 */
public final class Metered {
    /** Key of the transport context under which the customer stands. */
    public static final String CUSTOMER = "tallystick.customer";

    /** Who pays if nobody is known. */
    public static final String NOBODY = McpCall.NOBODY;

    /** Key of a request's {@code _meta} that a client sends again when it repeats a call: it is then charged once. */
    public static final String IDEMPOTENCY_KEY = McpCall.IDEMPOTENCY_KEY;

    private final Meter meter;
    private final Gate gate;
    private final Function<McpTransportContext, Optional<String>> customer;
    private final Map<String, Object> attributes;
    private final Optional<Charges> charges;
    private final Optional<McpJsonMapper> measure;

    private Metered(
            Meter meter,
            Gate gate,
            Function<McpTransportContext, Optional<String>> customer,
            Map<String, Object> attributes,
            Optional<Charges> charges,
            Optional<McpJsonMapper> measure) {
        this.meter = meter;
        this.gate = gate;
        this.customer = customer;
        this.attributes = attributes;
        this.charges = charges;
        this.measure = measure;
    }

    /** With the defaults. */
    public static Metered by(Meter meter) {
        return new Metered(meter, Gate.OPEN, Metered::fromContext, Map.of(), Optional.empty(), Optional.empty());
    }

    /** The same, asking {@code gate} before each tool call. */
    public Metered behind(Gate gate) {
        return new Metered(meter, gate, customer, attributes, charges, measure);
    }

    /** The same, learning in another way who pays. */
    public Metered charging(Function<McpTransportContext, Optional<String>> who) {
        return new Metered(meter, gate, who, attributes, charges, measure);
    }

    /** The same, saying more of each call, such as {@code model}; see {@link io.tallystick.emitter.Usage#data()}. */
    public Metered saying(String attribute, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(attributes);
        more.put(attribute, value);
        return new Metered(meter, gate, customer, more, charges, measure);
    }

    /**
     * The same, telling what a successful tool call costs in its result's {@code _meta} under {@value Charge#META}. A call may wait
     * for the price, half a second at most.
     */
    public Metered telling(Charges prices) {
        return new Metered(meter, gate, customer, attributes, Optional.of(prices), measure);
    }

    /** The same, recording how many bytes arguments and result have as JSON, which costs writing them once more. */
    public Metered measuring(McpJsonMapper json) {
        return new Metered(meter, gate, customer, attributes, charges, Optional.of(json));
    }

    /** Meters a tool. */
    public static SyncToolSpecification wrap(SyncToolSpecification spec, Meter meter) {
        return by(meter).wrap(spec);
    }

    /** Meters a tool. */
    public static AsyncToolSpecification wrap(AsyncToolSpecification spec, Meter meter) {
        return by(meter).wrap(spec);
    }

    /** Meters a tool of a server without sessions. */
    public static McpStatelessServerFeatures.SyncToolSpecification wrap(
            McpStatelessServerFeatures.SyncToolSpecification spec, Meter meter) {
        return by(meter).wrap(spec);
    }

    /** Meters a tool of a server without sessions. */
    public static McpStatelessServerFeatures.AsyncToolSpecification wrap(
            McpStatelessServerFeatures.AsyncToolSpecification spec, Meter meter) {
        return by(meter).wrap(spec);
    }

    /** Meters a tool. */
    public SyncToolSpecification wrap(SyncToolSpecification spec) {
        return new SyncToolSpecification(
                spec.tool(),
                (exchange, request) ->
                        call(begin(exchange, request), () -> spec.callHandler().apply(exchange, request)));
    }

    /** Meters a tool. */
    public AsyncToolSpecification wrap(AsyncToolSpecification spec) {
        return new AsyncToolSpecification(
                spec.tool(),
                (exchange, request) -> callAsync(
                        () -> begin(exchange, request), () -> spec.callHandler().apply(exchange, request)));
    }

    /** Meters a tool of a server without sessions. */
    public McpStatelessServerFeatures.SyncToolSpecification wrap(
            McpStatelessServerFeatures.SyncToolSpecification spec) {
        return new McpStatelessServerFeatures.SyncToolSpecification(
                spec.tool(),
                (context, request) ->
                        call(begin(context, request), () -> spec.callHandler().apply(context, request)));
    }

    /** Meters a tool of a server without sessions. */
    public McpStatelessServerFeatures.AsyncToolSpecification wrap(
            McpStatelessServerFeatures.AsyncToolSpecification spec) {
        return new McpStatelessServerFeatures.AsyncToolSpecification(
                spec.tool(),
                (context, request) -> callAsync(
                        () -> begin(context, request), () -> spec.callHandler().apply(context, request)));
    }

    /** Meters the reading of a resource: events {@code io.tallystick.mcp.resource-read.v1}, which need a meter of their own. */
    public SyncResourceSpecification wrap(SyncResourceSpecification spec) {
        return new SyncResourceSpecification(spec.resource(), (exchange, request) -> {
            Begun begun = begin(Method.RESOURCES_READ, request.uri(), exchange.transportContext(), null);
            var result = spec.readHandler().apply(exchange, request);
            begun.record(meter, true);
            return result;
        });
    }

    /** Meters the fetching of a prompt: events {@code io.tallystick.mcp.prompt-get.v1}, which need a meter of their own. */
    public SyncPromptSpecification wrap(SyncPromptSpecification spec) {
        return new SyncPromptSpecification(spec.prompt(), (exchange, request) -> {
            Begun begun = begin(Method.PROMPTS_GET, request.name(), exchange.transportContext(), null);
            var result = spec.promptHandler().apply(exchange, request);
            begun.record(meter, true);
            return result;
        });
    }

    private CallToolResult call(Begun begun, Supplier<CallToolResult> handler) {
        Optional<Refused> refused = gate.check(begun.customer(), begun.name());
        if (refused.isPresent()) {
            return answer(refused.get());
        }
        CallToolResult result = handler.get();
        record(begun, result);
        return told(begun, result);
    }

    private Mono<CallToolResult> callAsync(Supplier<Begun> beginning, Supplier<Mono<CallToolResult>> handler) {
        return Mono.defer(() -> {
            Begun begun = beginning.get();
            return check(begun)
                    .map(Metered::answer)
                    .switchIfEmpty(Mono.defer(handler)
                            .doOnNext(result -> record(begun, result))
                            .flatMap(result -> toldLater(begun, result)));
        });
    }

    /** A gate may wait for an answer, which no event loop should. */
    private Mono<Refused> check(Begun begun) {
        if (gate.equals(Gate.OPEN)) {
            return Mono.empty();
        }
        return Mono.fromCallable(
                        () -> gate.check(begun.customer(), begun.name()).orElse(null))
                .subscribeOn(Schedulers.boundedElastic());
    }

    private void record(Begun begun, CallToolResult result) {
        if (result == null) {
            return;
        }
        Begun known = measure.map(json -> begun.with("responseBytes", bytes(json, result)))
                .orElse(begun);
        known.record(meter, !Boolean.TRUE.equals(result.isError()));
    }

    /** The result with the charge. Whether an error costs something only the plan knows: nothing is told of it. */
    private CallToolResult told(Begun begun, CallToolResult result) {
        if (charges.isEmpty() || result == null || Boolean.TRUE.equals(result.isError())) {
            return result;
        }
        Optional<Charge> charge = charges.get().of(begun.customer());
        if (charge.isEmpty()) {
            return result;
        }
        Map<String, Object> meta = new LinkedHashMap<>(result.meta() == null ? Map.of() : result.meta());
        meta.put(Charge.META, charge.get().fields());
        return new CallToolResult(result.content(), result.isError(), result.structuredContent(), meta);
    }

    private Mono<CallToolResult> toldLater(Begun begun, CallToolResult result) {
        return charges.isEmpty()
                ? Mono.just(result)
                : Mono.fromCallable(() -> told(begun, result)).subscribeOn(Schedulers.boundedElastic());
    }

    private static int bytes(McpJsonMapper json, Object message) {
        try {
            return json.writeValueAsBytes(message).length;
        } catch (IOException unwritable) {
            return 0;
        }
    }

    private static CallToolResult answer(Refused refused) {
        return CallToolResult.builder()
                .addTextContent(refused.text())
                .structuredContent(refused.fields())
                .isError(true)
                .build();
    }

    private Begun begin(McpSyncServerExchange exchange, CallToolRequest request) {
        return begin(exchange.transportContext(), request, exchange.getClientInfo());
    }

    private Begun begin(McpAsyncServerExchange exchange, CallToolRequest request) {
        return begin(exchange.transportContext(), request, exchange.getClientInfo());
    }

    private Begun begin(McpTransportContext context, CallToolRequest request) {
        return begin(context, request, null);
    }

    private Begun begin(McpTransportContext context, CallToolRequest request, Implementation client) {
        Begun whole = begin(Method.TOOLS_CALL, request.name(), context, client);
        Begun begun = measure.map(json -> whole.with("requestBytes", bytes(json, request)))
                .orElse(whole);
        Object key = request.meta() == null ? null : request.meta().get(IDEMPOTENCY_KEY);
        return key == null ? begun : begun.withId("key-" + key);
    }

    private Begun begin(Method method, String target, McpTransportContext context, Implementation client) {
        Map<String, Object> said = attributes;
        if (client != null && client.name() != null) {
            said = new LinkedHashMap<>(attributes);
            said.put("clientName", client.name());
        }
        return new Begun(
                method,
                method.target(target),
                customer.apply(context).orElse(NOBODY),
                Optional.empty(),
                said,
                System.nanoTime());
    }

    private static Optional<String> fromContext(McpTransportContext context) {
        Object who = context == null ? null : context.get(CUSTOMER);
        return Optional.ofNullable(who == null ? System.getenv("TALLY_CUSTOMER") : who.toString())
                .filter(name -> !name.isEmpty());
    }
}
