package io.tallystick.invoice.app;

import io.tallystick.invoice.assembly.BillTerms.TaxTerms;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/**
 * Says which taxes a customer pays. The default answers from the rates that are kept in the database; an installation with a tax
 * service brings a bean of its own, which takes its place. What it says is frozen on the invoice.
 */
public interface TaxProvider {

    /**
     * The taxes of some customers. Blocks, with the transaction of the invoices open: an answer must come within seconds; an
     * exception leaves the invoices unmade, and they are tried again.
     *
     * @param customerIds who is billed
     * @param cutoff of the close
     * @return by customer; who is absent pays no tax
     */
    Map<String, TaxTerms> taxesOf(Collection<String> customerIds, Instant cutoff);
}
