package io.tallystick.rating.catalog;

import io.tallystick.rating.pricing.Tariff;
import io.tallystick.schemas.meter.Meter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** One thing that can stand on a bill: a closed set. */
public sealed interface Charge {

    /** Unique in the plan, {@code [a-z0-9_-]{1,64}}. */
    String key();

    /** What people read on the invoice; empty: the key is shown. */
    Optional<String> name();

    /** Whether it is only charged once the subscription has taken it. */
    boolean optional();

    /** The word of the price language. */
    Kind kind();

    /** What stands on the invoice. */
    default String displayName() {
        return name().orElse(key());
    }

    /** The kinds of charges, with the words of the price language. */
    enum Kind {
        USAGE,
        RECURRING,
        ADD_ON,
        ONE_OFF,
        PERCENT_OF,
        RESERVED
    }

    /**
     * Metered usage of a period, in arrears.
     *
     * @param key unique in the plan
     * @param name for people
     * @param optional only charged once taken
     * @param meter key of the meter
     * @param filter conditions on dimensions of the meter that all must hold
     * @param tariff what it costs
     */
    record Usage(
            String key,
            Optional<String> name,
            boolean optional,
            String meter,
            List<Meter.Condition> filter,
            Tariff tariff)
            implements Charge {
        /** Copies the list. */
        public Usage {
            filter = List.copyOf(filter);
        }

        @Override
        public Kind kind() {
            return Kind.USAGE;
        }
    }

    /**
     * A fee of every period; its quantity (seats) is that of the subscription, 1 if none is given.
     *
     * @param key unique in the plan
     * @param name for people
     * @param optional only charged once taken
     * @param timing when it is due
     * @param tariff what the quantity costs in a full period
     */
    record Recurring(String key, Optional<String> name, boolean optional, Timing timing, Tariff tariff)
            implements Charge {
        @Override
        public Kind kind() {
            return Kind.RECURRING;
        }
    }

    /**
     * A fee of every period while the subscription has the add-on, for the quantity that it took.
     *
     * @param key unique in the plan
     * @param name for people
     * @param timing when it is due
     * @param tariff what the quantity costs in a full period
     */
    record AddOn(String key, Optional<String> name, Timing timing, Tariff tariff) implements Charge {
        @Override
        public boolean optional() {
            return true;
        }

        @Override
        public Kind kind() {
            return Kind.ADD_ON;
        }
    }

    /**
     * Charged once, for the quantity that was ordered.
     *
     * @param key unique in the plan
     * @param name for people
     * @param tariff what the quantity costs
     */
    record OneOff(String key, Optional<String> name, Tariff tariff) implements Charge {
        @Override
        public boolean optional() {
            return true;
        }

        @Override
        public Kind kind() {
            return Kind.ONE_OFF;
        }
    }

    /**
     * A share of other lines of the same period: 20 % of the storage lines.
     *
     * @param key unique in the plan
     * @param name for people
     * @param optional only charged once taken
     * @param of keys of the charges whose unrounded amounts are summed
     * @param rate 0.20 is 20 %
     * @param minimum of the line in a full period
     * @param maximum of the line in a full period
     */
    record PercentOf(
            String key,
            Optional<String> name,
            boolean optional,
            List<String> of,
            BigDecimal rate,
            Optional<BigDecimal> minimum,
            Optional<BigDecimal> maximum)
            implements Charge {
        /** Copies the list. */
        public PercentOf {
            of = List.copyOf(of);
        }

        @Override
        public Kind kind() {
            return Kind.PERCENT_OF;
        }
    }

    /**
     * Capacity bought ahead: while the subscription has it, so many more units of a usage charge are included in every full
     * period.
     *
     * @param key unique in the plan
     * @param name for people
     * @param optional only charged once taken
     * @param of key of the usage charge that it covers
     * @param quantity units covered in a full period, for each one taken
     * @param timing when it is due
     * @param tariff what it costs in a full period
     */
    record Reserved(
            String key,
            Optional<String> name,
            boolean optional,
            String of,
            BigDecimal quantity,
            Timing timing,
            Tariff tariff)
            implements Charge {
        @Override
        public Kind kind() {
            return Kind.RESERVED;
        }
    }
}
