package io.tallystick.invoice.http;

import io.tallystick.invoice.app.InvoiceStore;
import io.tallystick.invoice.app.Receivables;
import io.tallystick.invoice.app.Receivables.ListedNote;
import io.tallystick.invoice.assembly.CreditNote;
import io.tallystick.schemas.json.Json;
import io.tallystick.web.access.Caller;
import io.tallystick.web.access.Roles;
import io.tallystick.web.page.Cursor;
import io.tallystick.web.page.Page;
import io.tallystick.web.page.PageRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Credit notes: as JSON byte for byte, as a page and as PDF. They are written for an invoice. */
@Path("/v1/credit-notes")
@RolesAllowed({Roles.OPERATOR, Roles.CUSTOMER})
@Tag(name = "Credit notes")
class CreditNoteResource {
    private static final String PDF = "application/pdf";

    private final Receivables receivables;
    private final DocumentPdf pdf;
    private final Caller caller;

    CreditNoteResource(Receivables receivables, DocumentPdf pdf, Caller caller) {
        this.receivables = receivables;
        this.pdf = pdf;
        this.caller = caller;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "List credit notes, of all customers or of one, newest number first")
    public Response list(
            @QueryParam("customerId") String customerId, @BeanParam PageRequest page, @Context UriInfo uri) {
        if (customerId != null) {
            caller.mustBeFor(customerId, "customer \"" + customerId + "\"");
        }
        Optional<String> customer =
                Optional.ofNullable(customerId).or(() -> caller.identity().customerId());
        Optional<String> before = page.after(1).map(cursor -> cursor.values().getFirst());
        List<ListedNote> rows = receivables.creditNotes(customer, Optional.empty(), before, page.limit() + 1);
        return Page.of(rows, page.limit(), row -> Cursor.after(row.number())).response(uri);
    }

    @GET
    @Path("/{id:[0-9a-fA-F]+}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Show a credit note, the document of record byte for byte")
    public Response find(@PathParam("id") String id) {
        InvoiceStore.Document found = document(id);
        return InvoiceResource.answer(found, MediaType.APPLICATION_JSON, found.json());
    }

    @GET
    @Path("/{id:[0-9a-fA-F]+}.html")
    @Produces(MediaType.TEXT_HTML)
    @Operation(summary = "Show a credit note as a page")
    public Response html(@PathParam("id") String id) {
        InvoiceStore.Document found = document(id);
        return InvoiceResource.answer(
                found,
                MediaType.TEXT_HTML + ";charset=UTF-8",
                Pages.creditNote(CreditNoteSheet.of(note(found)), false).render());
    }

    @GET
    @Path("/{id:[0-9a-fA-F]+}.pdf")
    @Produces(PDF)
    @Operation(summary = "Show a credit note as PDF")
    public Response pdf(@PathParam("id") String id) {
        InvoiceStore.Document found = document(id);
        CreditNote note = note(found);
        byte[] document = pdf.of(Pages.creditNote(CreditNoteSheet.of(note), true), note.number());
        return Response.fromResponse(InvoiceResource.answer(found, PDF, document))
                .header(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"" + note.number() + ".pdf\"")
                .build();
    }

    private InvoiceStore.Document document(String id) {
        return receivables
                .creditNote(id)
                .filter(found -> caller.identity().mayActFor(found.customerId()))
                .orElseThrow(() -> Commands.notThere("credit note \"" + id + "\""));
    }

    private static CreditNote note(InvoiceStore.Document found) {
        return Json.read(found.json(), CreditNote.class);
    }
}
