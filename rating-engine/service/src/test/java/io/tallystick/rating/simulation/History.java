package io.tallystick.rating.simulation;

import java.util.ArrayList;
import java.util.List;

/** What happened, step by step. Two runs with the same digest went the same way. */
final class History {
    private static final long PRIME = 0x9E3779B97F4A7C15L;

    private final List<Step> steps = new ArrayList<>();
    private long digest = 1;

    private record Step(int depth, String what, long a, long b) {
        @Override
        public String toString() {
            return "  ".repeat(depth) + what + (a == NONE ? "" : " " + a) + (b == NONE ? "" : " " + b);
        }
    }

    /** No number. */
    static final long NONE = Long.MIN_VALUE;

    void note(int depth, String what, long a, long b) {
        steps.add(new Step(depth, what, a, b));
        mix(what.hashCode());
        mix(a);
        mix(b);
    }

    private void mix(long value) {
        digest = Long.rotateLeft(digest ^ value, 27) * PRIME;
    }

    long digest() {
        return digest;
    }

    /** The last steps, one a line. */
    String last(int count) {
        StringBuilder text = new StringBuilder();
        int from = Math.max(0, steps.size() - count);
        if (from > 0) {
            text.append("… ").append(from).append(" steps before\n");
        }
        for (Step step : steps.subList(from, steps.size())) {
            text.append(step).append('\n');
        }
        return text.toString();
    }
}
