package io.tallystick.invoice.app;

import io.tallystick.invoice.assembly.Assembler;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.invoice.assembly.Invoice;
import io.tallystick.invoice.assembly.Party;
import io.tallystick.schemas.rated.RatedLine;
import java.util.List;
import java.util.Optional;

/** Makes the drafts of a close: the same for a plan, a review and the invoices themselves. */
final class Drafter implements InvoiceMaker {
    private final InvoicePolicy policy;
    private final Close.Request close;

    Drafter(InvoicePolicy policy, Close.Request close) {
        this.policy = policy;
        this.close = close;
    }

    @Override
    public Made make(String customerId, Optional<Party> customer, List<RatedLine> lines) {
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
            List<Invoice.Draft> drafts = Assembler.assemble(close.id(), close.cutoff(), customer.get(), lines);
            return new Made.Drafts(drafts);
        } catch (RuntimeException broken) {
            return new Made.Exceptional(
                    "invoice_impossible",
                    "No invoice can be made of the lines of customer \"" + customerId + "\": " + broken.getMessage());
        }
    }
}
