package io.tallystick.testkit.simulation;

import java.util.ArrayList;
import java.util.List;

/** What happened, step by step. Two runs with the same digest went the same way. */
public final class History {
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
    public static final long NONE = Long.MIN_VALUE;

    /** One more step. */
    public void note(int depth, String what, long a, long b) {
        steps.add(new Step(depth, what, a, b));
        mix(what.hashCode());
        mix(a);
        mix(b);
    }

    private void mix(long value) {
        digest = Long.rotateLeft(digest ^ value, 27) * PRIME;
    }

    /** The same for two runs that went the same way. */
    public long digest() {
        return digest;
    }

    /** The last steps, one a line. */
    public String last(int count) {
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
