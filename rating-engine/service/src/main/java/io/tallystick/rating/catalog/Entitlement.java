package io.tallystick.rating.catalog;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** What a customer of the plan may use. */
public sealed interface Entitlement {

    /** The name by which a service asks. */
    String feature();

    /**
     * The feature is included.
     *
     * @param feature the name
     */
    record Included(String feature) implements Entitlement {}

    /**
     * So many of something that is not metered, such as projects.
     *
     * @param feature the name
     * @param limit the most
     * @param raisedBy what lifts the limit
     */
    record Static(String feature, BigDecimal limit, List<Raise> raisedBy) implements Entitlement {
        /** Copies the list. */
        public Static {
            raisedBy = List.copyOf(raisedBy);
        }
    }

    /**
     * So much metered usage in a span of time.
     *
     * @param feature the name
     * @param meter the meter that counts it; the price language lets it out if it is called like the feature
     * @param limit the most
     * @param per the span after which it starts again
     * @param hard whether use beyond it is refused; else it is only reported
     * @param raisedBy what lifts the limit
     */
    record Metered(String feature, String meter, BigDecimal limit, Per per, boolean hard, List<Raise> raisedBy)
            implements Entitlement {
        /** Copies the list. */
        public Metered {
            raisedBy = List.copyOf(raisedBy);
        }
    }

    /**
     * The same entitlement with a limit that was agreed with one customer; what lifts a limit lifts the agreed one, too.
     *
     * @return empty if the entitlement has nothing of the kind: a feature without a limit, or hardness without a meter
     */
    default Optional<Entitlement> with(Agreed own) {
        return switch (this) {
            case Included _ -> Optional.empty();
            case Static fixed ->
                own.hard().isPresent()
                        ? Optional.empty()
                        : Optional.of(new Static(fixed.feature(), own.limit(), fixed.raisedBy()));
            case Metered metered ->
                Optional.of(new Metered(
                        metered.feature(),
                        metered.meter(),
                        own.limit(),
                        metered.per(),
                        own.hard().orElse(metered.hard()),
                        metered.raisedBy()));
        };
    }

    /**
     * A limit that was agreed with one customer, in place of the one of its plan.
     *
     * @param limit the most, 0 or more
     * @param hard whether metered use beyond it is refused; absent: as the plan says
     */
    record Agreed(BigDecimal limit, Optional<Boolean> hard) {}

    /**
     * A charge that lifts a limit while the subscription has it: with 3 of an add-on that adds 10, a limit of 5 is 35.
     *
     * @param charge its key
     * @param by so much for each one taken
     */
    record Raise(String charge, BigDecimal by) {}

    /** The span after which a metered limit starts again. */
    enum Per {
        /** The local day of the customer. */
        DAY,
        /** The local calendar month of the customer. */
        MONTH,
        /** The billing period of the subscription. */
        PERIOD
    }
}
