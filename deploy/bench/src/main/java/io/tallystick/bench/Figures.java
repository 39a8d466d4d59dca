package io.tallystick.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Figures by their names.
 *
 * @param conditions under which they were measured
 * @param verified what was compared
 * @param figures the figures
 * @param rate the one by which runs are put in order
 */
record Figures(
        Map<String, String> conditions,
        String verified,
        Map<String, String> figures,
        @JsonIgnore long rate) implements Outcome {
    /** Figures of a benchmark of one run. */
    Figures(Map<String, String> conditions, String verified, Map<String, String> figures) {
        this(conditions, verified, figures, 0);
    }

    /** Keeps the order. */
    Figures {
        conditions = Collections.unmodifiableMap(new LinkedHashMap<>(conditions));
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }

    @Override
    public Map<String, String> rows() {
        return figures;
    }
}
