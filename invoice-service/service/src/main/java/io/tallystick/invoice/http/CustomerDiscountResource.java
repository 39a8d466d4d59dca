package io.tallystick.invoice.http;

import io.tallystick.invoice.app.DiscountDesk;
import io.tallystick.invoice.app.DiscountDesk.Held;
import io.tallystick.web.access.Caller;
import io.tallystick.web.access.Roles;
import io.tallystick.web.page.Page;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Discounts of a customer, and coupons that it enters. */
@Path("/v1/customers/{id}/discounts")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
@Tag(name = "Discounts")
class CustomerDiscountResource {
    private final DiscountDesk desk;
    private final Caller caller;

    CustomerDiscountResource(DiscountDesk desk, Caller caller) {
        this.desk = desk;
        this.caller = caller;
    }

    /** The code of a coupon. */
    record Coupon(String code) {}

    @GET
    @RolesAllowed({Roles.OPERATOR, Roles.CUSTOMER})
    @Operation(summary = "List the discounts that were given to a customer")
    public Page<Held> of(@PathParam("id") String id) {
        caller.mustBeFor(id, "customer \"" + id + "\"");
        return new Page<>(desk.of(id), Optional.empty());
    }

    @POST
    @RolesAllowed({Roles.OPERATOR, Roles.CUSTOMER})
    @Operation(summary = "Give a discount to a customer, as when it enters the code of a coupon")
    @RequestBody(content = @Content(examples = @ExampleObject(name = "coupon", value = BillExamples.COUPON)))
    public Response give(@PathParam("id") String id, Coupon coupon) {
        caller.mustBeFor(id, "customer \"" + id + "\"");
        String code = Commands.present(coupon).code();
        new Fields().code("/code", code).throwIfAny();
        return Response.status(Response.Status.CREATED)
                .entity(desk.give(id, code))
                .build();
    }

    @DELETE
    @Path("/{code}")
    @Operation(summary = "Take a discount away from a customer; what was redeemed stays redeemed")
    public Held take(@PathParam("id") String id, @PathParam("code") String code) {
        return desk.take(id, code);
    }
}
