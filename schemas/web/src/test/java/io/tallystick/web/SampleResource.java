package io.tallystick.web;

import io.smallrye.mutiny.Uni;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.web.access.Caller;
import io.tallystick.web.access.Roles;
import io.tallystick.web.page.Cursor;
import io.tallystick.web.page.Page;
import io.tallystick.web.page.PageRequest;
import io.tallystick.web.page.Parameters;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;

/** One of everything that a resource does. */
@Path("/sample")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class SampleResource {
    private final Caller caller;

    SampleResource(Caller caller) {
        this.caller = caller;
    }

    public record Amount(BigDecimal value, Optional<Instant> at) {}

    @POST
    @PermitAll
    public Amount echo(Amount amount) {
        return amount;
    }

    @POST
    @Path("/later")
    @PermitAll
    public Uni<Amount> echoLater(Amount amount) {
        return Uni.createFrom().item(amount);
    }

    @GET
    @Path("/refused")
    @PermitAll
    public Amount refused() {
        throw ProblemException.of(409, "out_of_order", "the order is wrong");
    }

    @GET
    @Path("/broken")
    @PermitAll
    public Amount broken() {
        throw new IllegalStateException("secret of the house");
    }

    @GET
    @Path("/broken-later")
    @PermitAll
    public Uni<Amount> brokenLater() {
        return Uni.createFrom().failure(new IllegalStateException("secret of the house"));
    }

    @GET
    @Path("/numbers")
    @PermitAll
    public Response numbers(@BeanParam PageRequest page, @Context UriInfo uri) {
        int from = page.after(1)
                .map(cursor -> Integer.parseInt(cursor.values().getFirst()) + 1)
                .orElse(0);
        return Page.of(
                        IntStream.range(from, Math.min(from + page.limit() + 1, 250))
                                .boxed()
                                .toList(),
                        page.limit(),
                        Cursor::after)
                .response(uri);
    }

    @GET
    @Path("/time")
    @PermitAll
    public String time(@QueryParam("at") String at) {
        return "\"" + Parameters.instant("at", at).orElseThrow() + "\"";
    }

    @GET
    @Path("/operators")
    @RolesAllowed(Roles.OPERATOR)
    public String operators() {
        return "\"" + caller.identity().keyId() + "\"";
    }

    @POST
    @Path("/operators")
    @RolesAllowed(Roles.OPERATOR)
    public Uni<String> operatorsLater() {
        return Uni.createFrom().item("\"" + caller.identity().keyId() + "\"");
    }

    @GET
    @Path("/customers/{id}")
    @RolesAllowed({Roles.OPERATOR, Roles.CUSTOMER})
    public String customer(@PathParam("id") String id) {
        caller.mustBeFor(id, "customer " + id);
        return "\"" + id + "\"";
    }
}
