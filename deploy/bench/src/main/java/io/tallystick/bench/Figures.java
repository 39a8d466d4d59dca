package io.tallystick.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Figures by their names.
 *
 * @param conditions under which they were measured
 * @param verified what was compared
 * @param rows the figures
 */
record Figures(
        @JsonProperty Map<String, String> conditions,
        @JsonProperty String verified,
        @JsonProperty("figures") Map<String, String> rows)
        implements Outcome {
    /** Keeps the order. */
    Figures {
        conditions = Collections.unmodifiableMap(new LinkedHashMap<>(conditions));
        rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
    }
}
