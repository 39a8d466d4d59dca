package io.tallystick.emitter.mcp;

import io.tallystick.emitter.McpCall;
import io.tallystick.emitter.McpCall.Method;
import io.tallystick.emitter.Meter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A request that has no result yet. */
record Begun(
        Method method, String name, String customer, Optional<String> id, Map<String, Object> attributes, long at) {
    Begun withId(String identity) {
        return new Begun(method, name, customer, Optional.of(identity), attributes, at);
    }

    Begun with(String attribute, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(attributes);
        more.put(attribute, value);
        return new Begun(method, name, customer, id, more, at);
    }

    void record(Meter meter, boolean ok) {
        Duration duration = Duration.ofNanos(System.nanoTime() - at);
        meter.record(new McpCall(method, name, customer, id, ok, duration, attributes).usage());
    }
}
