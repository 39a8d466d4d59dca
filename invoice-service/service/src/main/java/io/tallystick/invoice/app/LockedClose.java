package io.tallystick.invoice.app;

import io.tallystick.invoice.assembly.Close;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A close that nobody else can change until the transaction ends. */
public interface LockedClose {

    /** As it stands. */
    Close close();

    /** What an approval depends on. */
    Facts facts();

    /** Stores the next state. */
    void apply(Close next);

    /** Lists the drafts of exceptional customers, or of all, to be made anew. */
    void redraft(boolean all);

    /**
     * Lists the drafts of these customers to be made anew.
     *
     * @return those that the close does not concern
     */
    List<String> redraft(List<String> customerIds);

    /**
     * Lets open exceptions pass.
     *
     * @param ids which; empty for all that are open
     * @return those that were open, and of {@code ids} those that are not there or settled already
     */
    Waived waive(List<String> ids, String by, String reason, Instant at);

    /**
     * What an approval depends on.
     *
     * @param open exceptions neither mended nor waived
     * @param waivers the access keys that waived something
     * @param totals what customers will owe by currency, with discounts and taxes
     */
    record Facts(long open, Set<String> waivers, Map<String, BigDecimal> totals) {
        /** Copies the collections. */
        public Facts {
            waivers = Set.copyOf(waivers);
            totals = Map.copyOf(totals);
        }
    }

    /**
     * What became of a waiver.
     *
     * @param done how many were let pass
     * @param unknown ids that are not there
     * @param settled ids that are mended or waived already
     */
    record Waived(int done, List<String> unknown, List<String> settled) {
        /** Copies the lists. */
        public Waived {
            unknown = List.copyOf(unknown);
            settled = List.copyOf(settled);
        }
    }
}
