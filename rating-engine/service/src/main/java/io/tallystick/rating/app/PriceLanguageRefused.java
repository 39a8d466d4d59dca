package io.tallystick.rating.app;

import io.tallystick.rating.pricing.Finding;
import java.util.List;
import java.util.stream.Collectors;

/** A text that is not in the price language; {@link #findings()} names every field that is wrong. */
public final class PriceLanguageRefused extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    /** Refuses for these reasons, at least one. */
    public PriceLanguageRefused(List<Finding> findings) {
        super(findings.stream().map(Finding::toString).collect(Collectors.joining("; ")));
        this.findings = List.copyOf(findings);
    }

    /** What is wrong, field by field. */
    public List<Finding> findings() {
        return findings;
    }
}
