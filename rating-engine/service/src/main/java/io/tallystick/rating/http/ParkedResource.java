package io.tallystick.rating.http;

import io.tallystick.rating.app.Parked;
import io.tallystick.rating.app.ParkedSubscriptions;
import io.tallystick.schemas.id.Uuid7;
import io.tallystick.web.access.Roles;
import io.tallystick.web.page.Cursor;
import io.tallystick.web.page.Page;
import io.tallystick.web.page.PageRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Subscriptions that stand still after a broken invariant. */
@Path("/v1/usage/parked")
@RolesAllowed(Roles.OPERATOR)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Usage")
class ParkedResource {
    private final ParkedSubscriptions parked;
    private final Uuid7 ids;

    ParkedResource(ParkedSubscriptions parked, Uuid7 ids) {
        this.parked = parked;
        this.ids = ids;
    }

    @GET
    @Operation(
            summary = "List parked subscriptions with the evidence",
            description =
                    "Rating failed on these subscriptions and went on without them. Their lines stay as they were;"
                            + " their events wait as unmatched with the reason parked.")
    public Response list(@BeanParam PageRequest page, @Context UriInfo uri) {
        String after = page.after(1).map(cursor -> cursor.values().getFirst()).orElse("");
        List<Parked> rows = parked.list(after, page.limit() + 1);
        return Page.of(rows, page.limit(), row -> Cursor.after(row.subscriptionId()))
                .response(uri);
    }

    @POST
    @Path("{subscriptionId}/retry")
    @Operation(
            summary = "Let a parked subscription go on",
            description =
                    "The subscription is rated again from its beginning, with every event that waits for it. If rating"
                            + " fails again it is parked again, with the new evidence.")
    public Response retry(@PathParam("subscriptionId") String subscriptionId) {
        return Response.accepted(parked.retry(subscriptionId, ids.next().toString()))
                .build();
    }
}
