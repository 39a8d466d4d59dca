package io.tallystick.rating.model;

import io.tallystick.rating.pricing.PerUnit;
import io.tallystick.rating.pricing.Priced;
import io.tallystick.rating.pricing.Share;
import io.tallystick.rating.pricing.Tariff;
import java.math.BigDecimal;
import java.util.Optional;

/** Minimum and maximum of something that is not priced by a tariff of its own. */
final class Limits {
    private static final PerUnit ANY = new PerUnit(BigDecimal.ZERO);

    private Limits() {}

    /** Lifts to the minimum and cuts to the maximum of a full period, prorated with the share. */
    static Priced apply(Priced priced, Optional<BigDecimal> minimum, Optional<BigDecimal> maximum, Share share) {
        return new Tariff(ANY, Optional.empty(), Optional.empty(), minimum, maximum).limited(priced, share);
    }
}
