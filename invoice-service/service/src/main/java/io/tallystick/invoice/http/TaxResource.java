package io.tallystick.invoice.http;

import io.tallystick.invoice.app.TaxDesk;
import io.tallystick.invoice.app.TaxDesk.Rate;
import io.tallystick.web.access.Roles;
import io.tallystick.web.command.EditVersion;
import io.tallystick.web.page.Page;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tax rates. What an invoice says was frozen when it was finalised. */
@Path("/v1/taxes")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
@Tag(name = "Taxes")
class TaxResource {
    private final TaxDesk desk;

    TaxResource(TaxDesk desk) {
        this.desk = desk;
    }

    /** A rate as a caller sends it; the code stands in the path. */
    record RateDraft(String name, String rate, Boolean inclusive, Boolean compound, List<String> appliesTo) {}

    @GET
    @Operation(summary = "List the tax rates")
    public Page<Rate> list() {
        return new Page<>(desk.rates(), Optional.empty());
    }

    @GET
    @Path("/{code}")
    @Operation(summary = "Show a tax rate")
    public Response find(@PathParam("code") String code) {
        return answer(desk.rate(code).orElseThrow(() -> Commands.notThere("tax rate \"" + code + "\"")));
    }

    @PUT
    @Path("/{code}")
    @Operation(summary = "Make a tax rate, or replace the one that was read (If-Match)")
    @RequestBody(content = @Content(examples = @ExampleObject(name = "vat-de", value = BillExamples.TAX)))
    public Response put(
            @PathParam("code") String code, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch, RateDraft draft) {
        RateDraft given = Commands.present(draft);
        boolean inclusive = Boolean.TRUE.equals(given.inclusive());
        boolean compound = Boolean.TRUE.equals(given.compound());
        Fields fields = new Fields()
                .code("/code", code)
                .text("/name", given.name(), true)
                .scopes("/appliesTo", given.appliesTo())
                .rule(
                        !(inclusive && compound),
                        "/compound",
                        compound,
                        "compound_inclusive",
                        "false for an inclusive tax: a compound tax stands on top");
        BigDecimal rate = fields.decimal("/rate", given.rate(), "0", "1");
        fields.throwIfAny();
        List<String> scopes = given.appliesTo() == null ? List.of() : given.appliesTo();
        return answer(desk.put(
                new Rate(code, given.name(), rate, inclusive, compound, scopes, 0, null),
                present -> EditVersion.mustMatch(ifMatch, present)));
    }

    private static Response answer(Rate rate) {
        return Response.ok(rate)
                .header(HttpHeaders.ETAG, EditVersion.etag(rate.version()))
                .build();
    }
}
