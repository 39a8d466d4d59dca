package io.tallystick.invoice.app;

import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads finalised invoices. */
public interface InvoiceStore {

    /** The document of record of an invoice, byte for byte, with whose it is. */
    Uni<Optional<Document>> find(String id);

    /** Invoices, newest first. */
    Uni<List<Listed>> list(Filter filter);

    /**
     * A document.
     *
     * @param customerId who may see it
     * @param json UTF-8, as it was when the invoice was finalised
     * @param sha256 of the bytes, hex
     */
    @SuppressWarnings("ArrayRecordComponent") // handed through from the database to the answer, never compared
    record Document(String customerId, byte[] json, String sha256) {}

    /**
     * Which invoices.
     *
     * @param customerId of this customer alone, if present
     * @param closeId of this close alone, if present
     * @param after the last row of the page before, if present
     * @param limit how many at most
     */
    record Filter(Optional<String> customerId, Optional<String> closeId, Optional<After> after, int limit) {}

    /**
     * A place in the list.
     *
     * @param finalizedAt of the last row
     * @param series of its number
     * @param sequence of its number
     */
    record After(Instant finalizedAt, String series, long sequence) {}

    /**
     * An invoice in a list.
     *
     * @param id of the invoice
     * @param number as printed
     * @param state where it stands, see {@link Receivables.Account}
     * @param customerId who pays
     * @param customerName as it stands on the invoice
     * @param closeId the close that made it
     * @param currency ISO 4217
     * @param total what is owed for its lines
     * @param open what is still to be paid
     * @param lineCount lines on it
     * @param periodStart of its lines, inclusive
     * @param periodEnd of its lines, exclusive
     * @param finalizedAt when the close was proven complete
     * @param sha256 of the document, hex
     */
    record Listed(
            String id,
            String number,
            String state,
            String customerId,
            String customerName,
            String closeId,
            String currency,
            BigDecimal total,
            BigDecimal open,
            int lineCount,
            Instant periodStart,
            Instant periodEnd,
            Instant finalizedAt,
            String sha256) {}
}
