package io.tallystick.emitter;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One completed request to an MCP server, named by the conventions of OpenTelemetry for MCP and GenAI, beside the short names
 * that the meters of the reference price book read. It has no place for arguments or results.
 *
 * @param method which kind of request
 * @param name of the tool or prompt; of a resource only the scheme of its URI
 * @param customer who pays
 * @param id identity of the deed if it has one (see {@link Usage})
 * @param ok false if the result says {@code isError}: whether that costs something is for the plan to say
 * @param duration from the request to its complete result
 * @param more further attributes, such as {@code model}, {@code requestBytes} or {@code serverName}
 */
public record McpCall(
        Method method,
        String name,
        String customer,
        Optional<String> id,
        boolean ok,
        Duration duration,
        Map<String, Object> more) {
    /** The model of a call that names none: the reference price book counts distinct models and needs a value. */
    public static final String NO_MODEL = "unspecified";

    /** Who pays if nobody is known: the close of the month shows what was used by nobody. */
    public static final String NOBODY = "unattributed";

    /** Key of a request's {@code _meta} that a client sends again when it repeats a call: it is then charged once. */
    public static final String IDEMPOTENCY_KEY = "io.tallystick/idempotency-key";

    /** Copies the attributes. */
    public McpCall {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(name, "name");
        more = new LinkedHashMap<>(more);
    }

    /** Requests that are metered. */
    public enum Method {
        /** A tool was called. */
        TOOLS_CALL("tools/call", "io.tallystick.mcp.tool-call.v1"),
        /** A resource was read. */
        RESOURCES_READ("resources/read", "io.tallystick.mcp.resource-read.v1"),
        /** A prompt was fetched. */
        PROMPTS_GET("prompts/get", "io.tallystick.mcp.prompt-get.v1");

        private final String wire;
        private final String type;

        Method(String wire, String type) {
            this.wire = wire;
            this.type = type;
        }

        /** The method on the wire, such as {@code tools/call}. */
        public String wire() {
            return wire;
        }

        /** The type of its events. */
        public String type() {
            return type;
        }

        /** The method with this name on the wire, if it is metered. */
        public static Optional<Method> of(String wire) {
            for (Method method : values()) {
                if (method.wire.equals(wire)) {
                    return Optional.of(method);
                }
            }
            return Optional.empty();
        }

        /** What an event may say of the target of such a request: the name, or of a URI the scheme alone. */
        public String target(String nameOrUri) {
            if (this != RESOURCES_READ) {
                return nameOrUri;
            }
            int colon = nameOrUri.indexOf(':');
            return colon < 0 ? "" : nameOrUri.substring(0, colon);
        }
    }

    /** The event of this call. */
    public Usage usage() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("mcp.method.name", method.wire());
        switch (method) {
            case TOOLS_CALL -> {
                data.put("gen_ai.operation.name", "execute_tool");
                data.put("gen_ai.tool.name", name);
                data.put("tool", name);
                data.put("model", NO_MODEL);
            }
            case PROMPTS_GET -> data.put("gen_ai.prompt.name", name);
            case RESOURCES_READ -> data.put("scheme", name);
        }
        data.put("outcome", ok ? "ok" : "error");
        if (!ok) {
            data.put("error.type", "tool_error");
        }
        data.put("resultType", "complete");
        data.put("durationMs", duration.toMillis());
        data.putAll(more);
        return new Usage(method.type(), customer, id, data);
    }
}
