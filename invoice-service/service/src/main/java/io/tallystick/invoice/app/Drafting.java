package io.tallystick.invoice.app;

import io.tallystick.invoice.review.Anomalies;

/**
 * What a review of drafts needs.
 *
 * @param maker turns lines into drafts
 * @param anomalies looks at them
 */
public record Drafting(InvoiceMaker maker, Anomalies anomalies) {}
