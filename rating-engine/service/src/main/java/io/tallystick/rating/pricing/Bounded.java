package io.tallystick.rating.pricing;

import java.math.BigDecimal;
import java.util.Optional;

/** Anything that ends at a quantity: a tier, a step of a stair. */
interface Bounded {
    /** The last quantity that belongs to it; empty if it is open. */
    Optional<BigDecimal> upTo();
}
