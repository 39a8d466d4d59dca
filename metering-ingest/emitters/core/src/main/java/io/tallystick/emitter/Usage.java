package io.tallystick.emitter;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that a customer used: what becomes one event.
 *
 * @param type CloudEvents type, such as {@code io.tallystick.mcp.tool-call.v1}
 * @param customer who pays: the id of the customer, at most 128 characters
 * @param id its identity if the deed has one by itself (a task id, a key of the client): used again, it is not counted again;
 *     otherwise the meter draws a UUID of version 7, once, which every retry keeps
 * @param data what meters read: text, whole numbers, {@link java.math.BigDecimal} or booleans by name; never content
 */
public record Usage(String type, String customer, Optional<String> id, Map<String, Object> data) {
    /** Copies the data and keeps its order. */
    public Usage {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(id, "id");
        if (customer == null || customer.isEmpty()) {
            throw new IllegalArgumentException("usage of nobody: the customer is missing");
        }
        data = new LinkedHashMap<>(data);
    }

    /** Usage without an identity of its own. */
    public Usage(String type, String customer, Map<String, Object> data) {
        this(type, customer, Optional.empty(), data);
    }
}
