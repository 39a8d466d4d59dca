package io.tallystick.emitter.quarkus;

import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.tallystick.emitter.Charge;
import io.tallystick.emitter.Charges;
import io.tallystick.emitter.Entitlements;
import io.tallystick.emitter.Entitlements.Rule;
import io.tallystick.emitter.Gate;
import io.tallystick.emitter.McpCall;
import io.tallystick.emitter.McpCall.Method;
import io.tallystick.emitter.Meter;
import io.tallystick.emitter.MeterSettings;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * The meter of a Quarkus MCP server. It needs two properties:
 *
 * <ul>
 *   <li>{@code tallystick.url}, where Tallystick is, such as {@code http://localhost:8080};
 *   <li>{@code tallystick.key}, an access key of the role {@code ingest}.
 * </ul>
 *
 * <p>Who pays is the authenticated caller. {@code tallystick.customer-header} names a header that a gateway in front sets instead,
 * {@code tallystick.customer} who pays for everything else; otherwise it is {@value McpCall#NOBODY}. Further properties:
 * {@code tallystick.source} (the name of this server in its events), {@code tallystick.spool} (a folder),
 * {@code tallystick.entitlement} (ask before each tool call, such as {@code api_calls}), {@code tallystick.fail-closed},
 * {@code tallystick.raise} (what a refusal says about how to get more),
 * {@code tallystick.all} (record resources and prompts too: they need meters of their own), {@code tallystick.charge} (a meter such as
 * {@code api_calls}: tell in the result of a tool what the call costs; a call may wait for that). Without the two nothing is metered, which
 * the log says once.
 */
@Singleton
public class ServerMeter {
    private static final Logger LOG = Logger.getLogger(ServerMeter.class);

    private final Config config;
    private final Instance<CurrentVertxRequest> request;
    private final Instance<CurrentIdentityAssociation> identity;
    private final Optional<Meter> meter;
    private final Gate gate;
    private final boolean everything;
    private final Optional<Charges> charges;

    @Inject
    ServerMeter(Config config, Instance<CurrentVertxRequest> request, Instance<CurrentIdentityAssociation> identity) {
        this.config = config;
        this.request = request;
        this.identity = identity;
        Optional<URI> url = text("url").map(URI::create);
        Optional<String> key = text("key");
        if (url.isEmpty() || key.isEmpty()) {
            LOG.warn("Nothing is metered: tallystick.url and tallystick.key are not both set.");
            this.meter = Optional.empty();
            this.gate = Gate.OPEN;
            this.charges = Optional.empty();
        } else {
            this.meter = Optional.of(Meter.to(url.get(), key.get(), source(), settings()));
            this.gate = gate(url.get(), key.get());
            this.charges = text("charge").map(counting -> Charges.at(url.get(), key.get(), counting));
        }
        this.everything = isOn("all");
    }

    /** Whether calls of this kind are recorded. */
    boolean records(Method method) {
        return meter.isPresent() && (everything || method == Method.TOOLS_CALL);
    }

    Gate gate() {
        return gate;
    }

    /** Whether the gate may have to ask somebody. */
    boolean asks() {
        return !gate.equals(Gate.OPEN);
    }

    /** Whether charges are told. */
    boolean tells() {
        return charges.isPresent();
    }

    /** What a call of this customer costs, if that is to be told; it may wait for the answer. */
    Optional<Charge> charge(String customer) {
        return charges.flatMap(prices -> prices.of(customer));
    }

    void record(McpCall call) {
        meter.ifPresent(it -> it.record(call.usage()));
    }

    /** Who pays for the request under way. */
    String customer() {
        return header().or(this::caller).or(() -> text("customer")).orElse(McpCall.NOBODY);
    }

    /** The key under which the client repeats this request, if it gave one. */
    Optional<String> idempotencyKey() {
        return routing()
                .map(it -> it.body().asJsonObject())
                .map(message -> message.getJsonObject("params"))
                .map(params -> params.getJsonObject("_meta"))
                .map(meta -> meta.getValue(McpCall.IDEMPOTENCY_KEY))
                .map(Object::toString);
    }

    @PreDestroy
    void close() {
        meter.ifPresent(Meter::close);
    }

    private Optional<String> header() {
        return text("customer-header")
                .flatMap(name -> routing().map(it -> it.request().getHeader(name)))
                .filter(value -> !value.isBlank());
    }

    private Optional<String> caller() {
        if (!identity.isResolvable()) {
            return Optional.empty();
        }
        var caller = identity.get().getIdentity();
        return caller.isAnonymous()
                ? Optional.empty()
                : Optional.of(caller.getPrincipal().getName());
    }

    private Optional<RoutingContext> routing() {
        return request.isResolvable() ? Optional.ofNullable(request.get().getCurrent()) : Optional.empty();
    }

    private String source() {
        return text("source")
                .orElseGet(() -> "//mcp/"
                        + config.getOptionalValue("quarkus.application.name", String.class)
                                .orElse("quarkus"));
    }

    private MeterSettings settings() {
        return text("spool")
                .map(folder -> MeterSettings.DEFAULT.withSpool(Path.of(folder)))
                .orElse(MeterSettings.DEFAULT);
    }

    private Gate gate(URI url, String key) {
        return text("entitlement")
                .map(Rule::on)
                .map(rule -> text("raise").map(rule::raisedBy).orElse(rule))
                .map(rule -> isOn("fail-closed") ? rule.failingClosed() : rule)
                .<Gate>map(rule -> Entitlements.at(url, key, rule))
                .orElse(Gate.OPEN);
    }

    private boolean isOn(String name) {
        return config.getOptionalValue("tallystick." + name, Boolean.class).orElse(false);
    }

    private Optional<String> text(String name) {
        return config.getOptionalValue("tallystick." + name, String.class);
    }
}
