package io.tallystick.invoice.http;

import io.smallrye.mutiny.Uni;
import io.tallystick.invoice.app.Customer;
import io.tallystick.invoice.app.CustomerDraft;
import io.tallystick.invoice.app.Customers;
import io.tallystick.invoice.app.Spend;
import io.tallystick.invoice.app.SpendQuery;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.web.access.Caller;
import io.tallystick.web.access.Roles;
import io.tallystick.web.command.EditVersion;
import io.tallystick.web.page.Cursor;
import io.tallystick.web.page.Page;
import io.tallystick.web.page.PageRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;

/** Master data of customers, and what they owe so far. */
@Path("/v1/customers")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
class CustomerResource {
    private final Customers customers;
    private final SpendQuery spend;
    private final Caller caller;

    CustomerResource(Customers customers, SpendQuery spend, Caller caller) {
        this.customers = customers;
        this.spend = spend;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Response> create(CustomerDraft draft) {
        return customers
                .create(present(draft))
                .map(made -> Response.created(address(made.id()))
                        .entity(made)
                        .header(HttpHeaders.ETAG, EditVersion.etag(made.version()))
                        .build());
    }

    @GET
    public Uni<Response> list(@BeanParam PageRequest page, @Context UriInfo uri) {
        String after = page.after(1).map(cursor -> cursor.values().getFirst()).orElse("");
        return customers
                .list(after, page.limit() + 1)
                .map(rows -> Page.of(rows, page.limit(), row -> Cursor.after(row.id()))
                        .response(uri));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.OPERATOR, Roles.CUSTOMER})
    public Uni<Response> find(@PathParam("id") String id) {
        caller.mustBeFor(id, "customer \"" + id + "\"");
        return customers.find(id).map(CustomerResource::answer);
    }

    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Response> replace(
            @PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch, CustomerDraft draft) {
        return customers
                .replace(id, present(draft), version -> EditVersion.mustMatch(ifMatch, version))
                .map(CustomerResource::answer);
    }

    @GET
    @Path("/{id}/spend")
    @RolesAllowed({Roles.OPERATOR, Roles.CUSTOMER})
    public Uni<Spend> spend(@PathParam("id") String id) {
        caller.mustBeFor(id, "customer \"" + id + "\"");
        return spend.of(id);
    }

    private static Response answer(Customer customer) {
        return Response.ok(customer)
                .header(HttpHeaders.ETAG, EditVersion.etag(customer.version()))
                .build();
    }

    private static CustomerDraft present(CustomerDraft draft) {
        if (draft == null) {
            throw ProblemException.of(400, "missing_body", "the body with the master data is absent");
        }
        return draft;
    }

    private static URI address(String id) {
        return UriBuilder.fromPath("/v1/customers/{id}").build(id);
    }
}
