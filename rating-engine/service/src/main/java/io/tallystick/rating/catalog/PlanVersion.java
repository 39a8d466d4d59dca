package io.tallystick.rating.catalog;

/**
 * A published plan. It never changes: an edit is another version, and a subscription names the one that it is on.
 *
 * @param plan the content
 * @param version 1 for the first that was published
 */
public record PlanVersion(Plan plan, int version) {
    public PlanVersion {
        if (version < 1) {
            throw new IllegalArgumentException(
                    "Version %d of plan %s is not possible; versions start at 1.".formatted(version, plan.key()));
        }
    }

    /** The key of the plan. */
    public String key() {
        return plan.key();
    }

    /** {@code developer@3}. */
    @Override
    public String toString() {
        return plan.key() + "@" + version;
    }
}
