package io.tallystick.invoice.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What an installation may decide. */
@ConfigMapping(prefix = "tally.invoice")
interface InvoiceSettings {

    /** Series of the invoice numbers: 2 to 10 capital letters and digits. */
    @WithDefault("INV")
    String series();

    /** Whether a customer whose lines all are 0.00 gets an invoice of 0.00. */
    @WithName("zero-invoices")
    @WithDefault("true")
    boolean zeroInvoices();

    /** Days from the issue of an invoice until it is due. */
    @WithName("payment-days")
    @WithDefault("30")
    int paymentDays();

    /** By currency the smallest amount that is asked for; less is carried to the next invoice. */
    @WithName("minimum-amounts")
    Map<String, BigDecimal> minimumAmounts();

    /** Series of the numbers of credit notes. */
    @WithName("credit-note-series")
    @WithDefault("CN")
    String creditNoteSeries();

    /** How often it is looked for what happens by time alone: overdue invoices, expired credits, top-ups. */
    @WithDefault("5s")
    Duration housekeeping();

    /** Where the key that signs documents is kept; made at the first start. Beside the first operator key if it is not said. */
    @WithName("signing-key-file")
    Optional<String> signingKeyFile();

    /** Who bills. */
    Seller seller();

    /** How closes are done. */
    CloseSettings close();

    /** Who bills, as it stands on every invoice. */
    interface Seller {
        /** The name. */
        @WithDefault("Tallystick")
        String name();

        /** Where questions go. */
        Optional<String> email();

        /** Lines separated by line breaks. */
        Optional<String> address();

        /** Tax number. */
        @WithName("tax-id")
        Optional<String> taxId();

        /** IANA zone that decides the day of issue and with it the year of the numbers. */
        @WithDefault("UTC")
        String zone();
    }

    /** How closes are done. */
    interface CloseSettings {
        /** Threads that make invoices in this process, two for two cores; 0 leaves closes to other processes. */
        @WithDefault("2")
        int workers();

        /** Customers in one transaction. */
        @WithDefault("1000")
        int batch();

        /**
         * A close with a total above it, in any currency, is approved by somebody who neither asked for it nor waived anything in
         * it; 0 always asks for a second person.
         */
        @WithName("second-person-above")
        @WithDefault("250000")
        BigDecimal secondPersonAbove();
    }
}
