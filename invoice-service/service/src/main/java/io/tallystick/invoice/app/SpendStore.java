package io.tallystick.invoice.app;

import io.smallrye.mutiny.Uni;
import io.tallystick.schemas.rated.Progress;
import io.tallystick.schemas.rated.RatedLine;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What spend is answered from. */
public interface SpendStore {

    /**
     * How far a partition of {@code usage.events} is rated and collected: the smallest offset told in any partition of
     * {@code usage.rated}; empty if nothing was told yet.
     */
    Uni<Optional<Progress>> progress(int usagePartition);

    /**
     * The lines of a customer that are not billed yet, or whose service period contains {@code now}, in any order.
     * Costs what these lines cost, whatever the number of events behind them.
     */
    Uni<List<SpendLine>> lines(String customerId, Instant now);

    /** What the customer holds of prepaid credits, on the caller's context again. */
    Uni<List<CreditDesk.Balance>> balances(String customerId);

    /**
     * A line and whether an invoice has it already.
     *
     * @param line as rated
     * @param invoiced whether it stands on an invoice
     */
    record SpendLine(RatedLine line, boolean invoiced) {}
}
