package io.tallystick.invoice.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.tallystick.invoice.app.InvoiceStore;
import io.tallystick.invoice.assembly.Invoice;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.web.access.Caller;
import io.tallystick.web.access.CallerIdentity;
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
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Finalised invoices: as JSON byte for byte, as a page and as PDF. */
@Path("/v1/invoices")
@RolesAllowed({Roles.OPERATOR, Roles.CUSTOMER})
@Tag(name = "Invoices")
class InvoiceResource {
    private static final String PDF = "application/pdf";
    private static final MediaType PDF_TYPE = MediaType.valueOf(PDF);
    private static final int CURSOR_COLUMNS = 3;

    private final InvoiceStore store;
    private final DocumentPdf pdf;
    private final Caller caller;

    InvoiceResource(InvoiceStore store, DocumentPdf pdf, Caller caller) {
        this.store = store;
        this.pdf = pdf;
        this.caller = caller;
    }

    /**
     * An invoice in a list, with where its forms are.
     *
     * @param invoice the row
     * @param pdf the document
     * @param html the page
     * @param csv the lines
     * @param account where it stands
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Row(@JsonUnwrapped InvoiceStore.Listed invoice, String pdf, String html, String csv, String account) {
        static Row of(InvoiceStore.Listed invoice) {
            String address = "/v1/invoices/" + invoice.id();
            return new Row(invoice, address + ".pdf", address + ".html", address + ".csv", address + "/account");
        }
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<Response> list(
            @QueryParam("customerId") String customerId,
            @QueryParam("closeId") String closeId,
            @BeanParam PageRequest page,
            @Context UriInfo uri) {
        CallerIdentity who = caller.identity();
        if (customerId != null) {
            caller.mustBeFor(customerId, "customer \"" + customerId + "\"");
        }
        Optional<String> customer = Optional.ofNullable(customerId).or(who::customerId);
        InvoiceStore.Filter filter = new InvoiceStore.Filter(
                customer,
                Optional.ofNullable(closeId),
                page.after(CURSOR_COLUMNS).map(InvoiceResource::after),
                page.limit() + 1);
        return store.list(filter)
                .map(rows -> Page.of(rows.stream().map(Row::of).toList(), page.limit(), row -> cursor(row.invoice()))
                        .response(uri));
    }

    /** The form that the caller likes best; JSON if it has no wish. */
    @GET
    @Path("/{id}")
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_HTML, PDF})
    public Uni<Response> find(@PathParam("id") String id, @Context HttpHeaders headers) {
        for (MediaType wanted : headers.getAcceptableMediaTypes()) {
            if (wanted.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
                return json(id);
            }
            if (wanted.isCompatible(MediaType.TEXT_HTML_TYPE)) {
                return htmlBySuffix(id);
            }
            if (wanted.isCompatible(PDF_TYPE)) {
                return pdfBySuffix(id);
            }
        }
        return json(id);
    }

    private Uni<Response> json(String id) {
        return document(id).map(found -> answer(found, MediaType.APPLICATION_JSON, found.json()));
    }

    @GET
    @Path("/{id:[0-9a-fA-F]+}.html")
    @Produces(MediaType.TEXT_HTML)
    public Uni<Response> htmlBySuffix(@PathParam("id") String id) {
        return document(id)
                .map(found -> answer(
                        found,
                        MediaType.TEXT_HTML + ";charset=UTF-8",
                        Pages.invoice(InvoiceSheet.of(invoice(found)), false).render()));
    }

    @GET
    @Path("/{id:[0-9a-fA-F]+}.pdf")
    @Produces(PDF)
    public Uni<Response> pdfBySuffix(@PathParam("id") String id) {
        return document(id)
                // Laying out a document takes a core for a while: never on the threads that serve requests.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(found -> {
                    Invoice.Finalized invoice = invoice(found);
                    return Response.fromResponse(answer(
                                    found,
                                    PDF,
                                    pdf.of(Pages.invoice(InvoiceSheet.of(invoice), true), invoice.number())))
                            .header(
                                    HttpHeaders.CONTENT_DISPOSITION,
                                    "inline; filename=\"" + invoice.number() + ".pdf\"")
                            .build();
                });
    }

    @GET
    @Path("/{id:[0-9a-fA-F]+}.csv")
    @Produces("text/csv")
    @Operation(summary = "Show the lines of an invoice as CSV")
    public Uni<Response> csvBySuffix(@PathParam("id") String id) {
        return document(id).map(found -> {
            Invoice.Finalized invoice = invoice(found);
            return Response.fromResponse(answer(found, "text/csv;charset=UTF-8", InvoiceCsv.of(invoice)))
                    .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + invoice.number() + ".csv\"")
                    .build();
        });
    }

    private Uni<InvoiceStore.Document> document(String id) {
        CallerIdentity who = caller.identity();
        return store.find(id)
                .map(found -> found.filter(document -> who.mayActFor(document.customerId()))
                        .orElseThrow(
                                () -> ProblemException.of(404, "not_found", "there is no invoice \"" + id + "\"")));
    }

    /** It never changes, so that whoever has it need not ask again; but it is for nobody else. */
    static Response answer(InvoiceStore.Document found, String type, Object body) {
        return Response.ok(body, type)
                .header(HttpHeaders.ETAG, "\"" + found.sha256() + "\"")
                .header(HttpHeaders.CACHE_CONTROL, "private, max-age=31536000, immutable")
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT + ", " + HttpHeaders.AUTHORIZATION)
                .build();
    }

    private static Invoice.Finalized invoice(InvoiceStore.Document found) {
        return Json.read(found.json(), Invoice.Finalized.class);
    }

    private static Cursor cursor(InvoiceStore.Listed row) {
        String[] parts = row.number().split("-", CURSOR_COLUMNS);
        return Cursor.after(row.finalizedAt(), parts[0], parts[2]);
    }

    private static InvoiceStore.After after(Cursor cursor) {
        try {
            return new InvoiceStore.After(
                    Instant.parse(cursor.values().get(0)),
                    cursor.values().get(1),
                    Long.parseLong(cursor.values().get(2)));
        } catch (DateTimeException | NumberFormatException notOurs) {
            throw ProblemException.of(
                    400, "invalid_cursor", "\"after\" is not a cursor of this list; take it from the page before");
        }
    }
}
