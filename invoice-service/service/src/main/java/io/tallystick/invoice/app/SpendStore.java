package io.tallystick.invoice.app;

import io.smallrye.mutiny.Uni;
import io.tallystick.schemas.rated.Progress;
import io.tallystick.schemas.rated.RatedLine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What spend is answered from. */
public interface SpendStore {

    /**
     * How far each partition of {@code usage.events} is rated and collected: the smallest offset told in any partition of
     * {@code usage.rated}, by partition; a partition of which nothing was told is absent.
     */
    Uni<Map<Integer, Progress>> progress();

    /**
     * What is held of a customer, as one committed state that includes everything that was committed before this was subscribed to: whoever
     * asks later never sees less. Costs what the lines of the customer cost, whatever the number of events behind them.
     *
     * @param now lines that are billed already are left out unless their service period contains it
     */
    Uni<Held> held(String customerId, Instant now);

    /** What the customer holds of prepaid credits. */
    Uni<List<CreditDesk.Balance>> balances(String customerId);

    /**
     * What is held of a customer.
     *
     * @param currency of the master data; empty without any
     * @param prepaid whether {@link #balances} would find anything
     * @param lines those not billed yet, and those whose service period still runs, in any order
     */
    record Held(Optional<String> currency, boolean prepaid, List<SpendLine> lines) {
        /** Copies the list. */
        public Held {
            lines = List.copyOf(lines);
        }
    }

    /**
     * A line and whether an invoice has it already.
     *
     * @param line as rated
     * @param invoiced whether it stands on an invoice
     */
    record SpendLine(RatedLine line, boolean invoiced) {}
}
