package io.tallystick.invoice.http;

import io.tallystick.invoice.app.TaxDesk;
import io.tallystick.invoice.app.TaxDesk.CustomerTax;
import io.tallystick.web.access.Caller;
import io.tallystick.web.access.Roles;
import io.tallystick.web.command.EditVersion;
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
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How a customer is taxed. */
@Path("/v1/customers/{id}/tax")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
@Tag(name = "Taxes")
class CustomerTaxResource {
    private static final Set<String> TREATMENTS = Set.of("taxed", "exempt", "reverse_charge");

    private final TaxDesk desk;
    private final Caller caller;

    CustomerTaxResource(TaxDesk desk, Caller caller) {
        this.desk = desk;
        this.caller = caller;
    }

    /** How a customer is taxed, as a caller sends it. */
    record TaxDraft(String treatment, List<String> rates, String roundedPer, String note) {}

    @GET
    @Operation(summary = "Show how a customer is taxed")
    @RolesAllowed({Roles.OPERATOR, Roles.CUSTOMER})
    public Response taxOf(@PathParam("id") String id) {
        caller.mustBeFor(id, "customer \"" + id + "\"");
        return answer(desk.of(id).orElseThrow(() -> Commands.notThere("tax of customer \"" + id + "\"")));
    }

    @PUT
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
                        new HashSet<>(rates).size() == rates.size()
                                && rates.stream().allMatch(Objects::nonNull),
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

    private static Response answer(CustomerTax tax) {
        return Response.ok(tax)
                .header(HttpHeaders.ETAG, EditVersion.etag(tax.version()))
                .build();
    }
}
