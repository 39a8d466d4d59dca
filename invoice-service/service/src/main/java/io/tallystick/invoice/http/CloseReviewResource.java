package io.tallystick.invoice.http;

import io.smallrye.mutiny.Uni;
import io.tallystick.invoice.app.CloseReview;
import io.tallystick.invoice.app.CloseReviews;
import io.tallystick.invoice.app.Completeness;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.web.access.Roles;
import io.tallystick.web.page.Cursor;
import io.tallystick.web.page.Page;
import io.tallystick.web.page.PageRequest;
import io.tallystick.web.page.Parameters;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What a close says about its drafts, before and after. */
@Path("/v1/closes")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
class CloseReviewResource {
    private final CloseReview review;

    CloseReviewResource(CloseReview review) {
        this.review = review;
    }

    /** A dry run: the code of the real close, and nothing is stored. */
    @GET
    @Path("/plan")
    @Operation(summary = "Show what a close would bill as of now; nothing is stored")
    public Uni<CloseReviews.Plan> plan(@QueryParam("cutoff") String cutoff) {
        return review.plan(Parameters.instant("cutoff", cutoff).orElse(null));
    }

    @GET
    @Path("/{id}/drafts")
    @Operation(summary = "List drafts: what will be asked for, and why it differs from the invoices before")
    public Uni<Response> drafts(@PathParam("id") String id, @BeanParam PageRequest page, @Context UriInfo uri) {
        Optional<CloseReviews.Key> after = page.after(2)
                .map(cursor -> new CloseReviews.Key(
                        cursor.values().get(0), cursor.values().get(1)));
        return review.drafts(id, after, page.limit() + 1)
                .map(rows -> Page.of(rows, page.limit(), row -> Cursor.after(row.customerId(), row.currency()))
                        .response(uri));
    }

    /** The drafts of one customer with all lines, made anew from the frozen lines: the ids never change. */
    @GET
    @Path("/{id}/drafts/{customerId}")
    @Operation(summary = "Show the drafts of one customer with all lines")
    public Uni<CloseReviews.OfCustomer> draft(@PathParam("id") String id, @PathParam("customerId") String customerId) {
        return review.draft(id, customerId);
    }

    @GET
    @Path("/{id}/anomalies")
    @Operation(summary = "List drafts that look odd")
    public Uni<Response> anomalies(@PathParam("id") String id, @BeanParam PageRequest page, @Context UriInfo uri) {
        Optional<CloseReviews.OddKey> after = page.after(3).map(cursor -> oddKey(cursor.values()));
        return review.anomalies(id, after, page.limit() + 1)
                .map(rows -> Page.of(
                                rows,
                                page.limit(),
                                row -> Cursor.after(row.customerId(), row.currency(), row.position()))
                        .response(uri));
    }

    private static CloseReviews.OddKey oddKey(List<String> values) {
        try {
            return new CloseReviews.OddKey(values.get(0), values.get(1), Integer.parseInt(values.get(2)));
        } catch (NumberFormatException notOurs) {
            throw notOurs();
        }
    }

    @GET
    @Path("/{id}/exceptions")
    @Operation(summary = "List what has to be mended or waived")
    public Uni<Response> exceptions(
            @PathParam("id") String id,
            @QueryParam("state") String state,
            @BeanParam PageRequest page,
            @Context UriInfo uri) {
        Optional<String> after = page.after(1).map(cursor -> cursor.values().getFirst());
        if (after.isPresent() && !after.get().matches("[0-9a-f]{32}")) {
            throw notOurs();
        }
        return review.exceptions(id, Optional.ofNullable(state), after, page.limit() + 1)
                .map(rows -> Page.of(rows, page.limit(), row -> Cursor.after(row.id()))
                        .response(uri));
    }

    /** Received, rated, billed and not billed, by partition and meter. */
    @GET
    @Path("/{id}/proof")
    @Operation(summary = "Show what was received, rated, billed and not billed, by partition and meter")
    public Uni<Completeness> proof(@PathParam("id") String id) {
        return review.completeness(id);
    }

    private static ProblemException notOurs() {
        return ProblemException.of(
                400, "invalid_cursor", "\"after\" is not a cursor of this list; take it from the page before");
    }
}
