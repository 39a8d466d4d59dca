package io.tallystick.rating.model;

/**
 * Names one immutable version of a plan.
 *
 * @param key of the plan
 * @param version 1 or more
 */
public record PlanRef(String key, int version) {
    /** {@code developer@3}. */
    @Override
    public String toString() {
        return key + "@" + version;
    }
}
