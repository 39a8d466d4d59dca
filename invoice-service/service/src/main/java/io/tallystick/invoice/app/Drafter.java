package io.tallystick.invoice.app;

import io.tallystick.invoice.assembly.Assembler;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.invoice.assembly.Party;
import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.rated.RatedLine;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Makes the drafts of a close: the same for a plan, a review and the invoices themselves. */
final class Drafter implements InvoiceMaker {
    private final InvoicePolicy policy;
    private final Close.Request close;

    Drafter(InvoicePolicy policy, Close.Request close) {
        this.policy = policy;
        this.close = close;
    }

    @Override
    public Made make(
            String customerId, Optional<Party> customer, List<RatedLine> lines, Function<RatedLine, Hash128> digestOf) {
        if (lines.isEmpty()) {
            return new Made.Skipped();
        }
        if (customer.isEmpty()) {
            return new Made.Exceptional(
                    "customer_missing",
                    "There is no master data of customer \"" + customerId + "\", so its " + lines.size()
                            + (lines.size() == 1 ? " line has" : " lines have")
                            + " nobody to be billed to.");
        }
        if (!policy.zeroInvoices()
                && lines.stream().allMatch(line -> line.amount().signum() == 0)) {
            return new Made.Skipped();
        }
        try {
            return new Made.Drafts(Assembler.assemble(close.id(), close.cutoff(), customer.get(), lines, digestOf));
        } catch (RuntimeException broken) {
            return new Made.Exceptional(
                    "invoice_impossible",
                    "No invoice can be made of the lines of customer \"" + customerId + "\": " + broken.getMessage());
        }
    }
}
