package io.tallystick.invoice.http;

import io.smallrye.mutiny.Uni;
import io.tallystick.invoice.app.CloseStore;
import io.tallystick.invoice.app.CloseView;
import io.tallystick.invoice.app.Closes;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.web.access.Caller;
import io.tallystick.web.access.Roles;
import io.tallystick.web.command.IdempotencyKey;
import io.tallystick.web.page.Cursor;
import io.tallystick.web.page.Page;
import io.tallystick.web.page.PageRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** The close of the books up to a cut-off. */
@Path("/v1/closes")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
class CloseResource {
    private final Closes closes;
    private final Caller caller;

    CloseResource(Closes closes, Caller caller) {
        this.closes = closes;
        this.caller = caller;
    }

    /**
     * What is asked for.
     *
     * @param cutoff lines that are billable up to and including it belong to the close
     */
    record CloseDraft(Instant cutoff) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Response> start(@HeaderParam(IdempotencyKey.HEADER) String idempotencyKey, CloseDraft draft) {
        if (draft == null) {
            throw ProblemException.of(400, "missing_body", "the body with the cutoff is absent");
        }
        String keyId = caller.identity().keyId();
        Optional<CloseStore.Once> once = IdempotencyKey.of(idempotencyKey, keyId, "POST /v1/closes", draft)
                .map(key -> new CloseStore.Once(key.scope(), key.key(), key.fingerprint()));
        return closes.start(draft.cutoff(), keyId, once)
                .map(asked -> Response.status(asked.fresh() ? 202 : 200)
                        .location(URI.create("/v1/closes/" + asked.close().id()))
                        .entity(asked.close())
                        .build());
    }

    @GET
    public Uni<Response> list(@BeanParam PageRequest page, @Context UriInfo uri) {
        Optional<Instant> before = page.after(1).map(CloseResource::cutoff);
        return closes.list(before, page.limit() + 1)
                .map(rows -> Page.of(rows, page.limit(), row -> Cursor.after(row.cutoff()))
                        .response(uri));
    }

    @GET
    @Path("/{id}")
    public Uni<CloseView> find(@PathParam("id") String id) {
        return closes.find(id);
    }

    @POST
    @Path("/{id}/resume")
    public Uni<CloseView> resume(@PathParam("id") String id) {
        return closes.resume(id);
    }

    private static Instant cutoff(Cursor cursor) {
        try {
            return Instant.parse(cursor.values().getFirst());
        } catch (DateTimeException notOurs) {
            throw ProblemException.of(
                    400, "invalid_cursor", "\"after\" is not a cursor of this list; take it from the page before");
        }
    }
}
