package io.tallystick.demo;

import java.util.Locale;

/** The four tiers of the reference price book. */
public enum Tier {
    COMMUNITY,
    DEVELOPER,
    PROFESSIONAL,
    ENTERPRISE;

    /** The key of the tier's plan in the price book: {@code community}. */
    public String planKey() {
        return name().toLowerCase(Locale.ROOT);
    }
}
