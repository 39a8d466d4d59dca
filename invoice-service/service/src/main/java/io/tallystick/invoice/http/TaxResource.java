package io.tallystick.invoice.http;

import io.tallystick.invoice.app.TaxDesk;
import io.tallystick.invoice.app.TaxDesk.CustomerTax;
import io.tallystick.invoice.app.TaxDesk.Rate;
import io.tallystick.web.access.Caller;
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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tax rates, and which customer pays which. What an invoice says was frozen when it was finalised. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
@Tag(name = "Taxes")
class TaxResource {
    private static final Set<String> TREATMENTS = Set.of("taxed", "exempt", "reverse_charge");

    private final TaxDesk desk;
    private final Caller caller;

    TaxResource(TaxDesk desk, Caller caller) {
        this.desk = desk;
        this.caller = caller;
    }

    /** A rate as a caller sends it; the code stands in the path. */
    record RateDraft(String name, String rate, Boolean inclusive, Boolean compound, List<String> appliesTo) {}

    /** How a customer is taxed, as a caller sends it. */
    record TaxDraft(String treatment, List<String> rates, String roundedPer, String note) {}

    @GET
    @Path("/taxes")
    @Operation(summary = "List the tax rates")
    public Page<Rate> list() {
        return new Page<>(desk.rates(), Optional.empty());
    }

    @GET
    @Path("/taxes/{code}")
    @Operation(summary = "Show a tax rate")
    public Response find(@PathParam("code") String code) {
        return answer(desk.rate(code).orElseThrow(() -> Commands.notThere("tax rate \"" + code + "\"")));
    }

    @PUT
    @Path("/taxes/{code}")
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

    @GET
    @Path("/customers/{id}/tax")
    @Operation(summary = "Show how a customer is taxed")
    @RolesAllowed({Roles.OPERATOR, Roles.CUSTOMER})
    public Response taxOf(@PathParam("id") String id) {
        caller.mustBeFor(id, "customer \"" + id + "\"");
        return answer(desk.of(id).orElseThrow(() -> Commands.notThere("tax of customer \"" + id + "\"")));
    }

    @PUT
    @Path("/customers/{id}/tax")
    @Operation(summary = "Say how a customer is taxed (If-Match, if that was said before)")
    @RequestBody(
            content =
                    @Content(
                            examples = {
                                @ExampleObject(name = "taxed", value = BillExamples.CUSTOMER_TAX),
                                @ExampleObject(name = "reverse_charge", value = BillExamples.REVERSE_CHARGE)
                            }))
    public Response putTaxOf(
            @PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch, TaxDraft draft) {
        TaxDraft given = Commands.present(draft);
        List<String> rates = given.rates() == null ? List.of() : given.rates();
        String per = given.roundedPer() == null ? "rate" : given.roundedPer();
        String treatment = given.treatment() == null ? "" : given.treatment();
        new Fields()
                .rule(
                        TREATMENTS.contains(treatment),
                        "/treatment",
                        given.treatment(),
                        "unknown_treatment",
                        "taxed, exempt or reverse_charge")
                .rule(
                        treatment.equals("taxed") || rates.isEmpty(),
                        "/rates",
                        rates,
                        "rates_without_tax",
                        "empty unless the treatment is taxed")
                .rule(
                        new HashSet<>(rates).size() == rates.size() && !rates.contains(null),
                        "/rates",
                        rates,
                        "rate_twice",
                        "each rate once")
                .rule(per.equals("rate") || per.equals("line"), "/roundedPer", per, "invalid_value", "rate or line")
                .text("/note", given.note(), false)
                .throwIfAny();
        return answer(desk.put(
                new CustomerTax(id, treatment, rates, per, given.note(), 0, null),
                present -> EditVersion.mustMatch(ifMatch, present)));
    }

    private static Response answer(Rate rate) {
        return Response.ok(rate)
                .header(HttpHeaders.ETAG, EditVersion.etag(rate.version()))
                .build();
    }

    private static Response answer(CustomerTax tax) {
        return Response.ok(tax)
                .header(HttpHeaders.ETAG, EditVersion.etag(tax.version()))
                .build();
    }
}
