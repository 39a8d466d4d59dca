package io.tallystick.invoice.http;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** The templates, with what they show. */
@CheckedTemplate(basePath = "tally-invoice")
final class Pages {
    private Pages() {}

    /** The document: page and PDF. */
    static native TemplateInstance invoice(InvoiceSheet sheet, boolean pdf);

    /** The document that gives back: page and PDF. */
    static native TemplateInstance creditNote(CreditNoteSheet sheet, boolean pdf);

    /** Closes, invoices and customers for operators. */
    static native TemplateInstance operator(OperatorView view);

    /** The closes alone, to refresh them. */
    static native TemplateInstance closes(OperatorView view);

    /** One close: its review, or how it ended. */
    static native TemplateInstance close(ReviewView view);

    /** What a customer owes so far. */
    static native TemplateInstance customer(SpendView view);

    /** The figures alone, to refresh them. */
    static native TemplateInstance spend(SpendView view);

    /** Where a key is asked for. */
    static native TemplateInstance login(String next, String problem);
}
