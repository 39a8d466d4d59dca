package io.tallystick.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Figures by their names.
 *
 * @param conditions under which they were measured
 * @param verified what was compared
 * @param figures the figures
 */
record Figures(Map<String, String> conditions, String verified, Map<String, String> figures) implements Outcome {
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
