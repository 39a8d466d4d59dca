package io.tallystick.rating.pricing;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** What is priced: a quantity, the amounts of single transactions, or quantities by dimension. */
public sealed interface Usage {

    /** All of it as one quantity. */
    BigDecimal total();

    /** {@code of("60000")}. */
    static Usage of(String quantity) {
        return new Quantity(new BigDecimal(quantity));
    }

    /**
     * One quantity of the period.
     *
     * @param total the quantity, may be fractional and below zero
     */
    record Quantity(BigDecimal total) implements Usage {}

    /**
     * Amounts of single transactions in the order of (time, source, id); allowances are used up in this order.
     *
     * @param amounts one for each transaction; a negative one is a refund
     */
    record Transactions(List<BigDecimal> amounts) implements Usage {
        /** Copies the list. */
        public Transactions {
            amounts = List.copyOf(amounts);
        }

        @Override
        public BigDecimal total() {
            return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }

    /**
     * Quantities by dimension values.
     *
     * @param groups in any order
     */
    record Groups(List<Group> groups) implements Usage {
        /** Copies the list. */
        public Groups {
            groups = List.copyOf(groups);
        }

        @Override
        public BigDecimal total() {
            return groups.stream().map(Group::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }

    /**
     * The quantity of one combination of dimension values.
     *
     * @param dimensions name to value; a dimension that the events lacked is absent
     * @param quantity how much
     */
    record Group(Map<String, String> dimensions, BigDecimal quantity) {
        /** Copies the map. */
        public Group {
            dimensions = Map.copyOf(dimensions);
        }
    }
}
