package io.tallystick.invoice.http;

import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.tallystick.invoice.app.CloseReview;
import io.tallystick.invoice.app.CloseReviews;
import io.tallystick.invoice.app.CloseView;
import io.tallystick.invoice.app.Closes;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.web.access.Caller;
import io.tallystick.web.access.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.util.List;
import java.util.Optional;

/** The page of a close: its review, and what people decide there. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@RolesAllowed(Roles.OPERATOR)
class ClosePageResource {
    private static final int SHOWN = 50;

    private final Closes closes;
    private final CloseReview review;
    private final Caller caller;

    ClosePageResource(Closes closes, CloseReview review, Caller caller) {
        this.closes = closes;
        this.review = review;
        this.caller = caller;
    }

    @GET
    @Path("closes/{id}")
    @Consumes(MediaType.WILDCARD)
    public Uni<TemplateInstance> show(@PathParam("id") String id) {
        return page(id, "");
    }

    @POST
    @Path("closes/{id}/start")
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> begin(@PathParam("id") String id) {
        return answer(id, closes.begin(id));
    }

    @POST
    @Path("closes/{id}/approve")
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> approve(@PathParam("id") String id) {
        return answer(id, closes.approve(id, caller.identity().keyId()));
    }

    @POST
    @Path("closes/{id}/finalize")
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> finalizeInvoices(@PathParam("id") String id) {
        return answer(id, closes.finalizeInvoices(id));
    }

    @POST
    @Path("closes/{id}/recheck")
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> recheck(@PathParam("id") String id) {
        return answer(id, closes.recheck(id, true));
    }

    @POST
    @Path("closes/{id}/cancel")
    public Uni<Response> cancel(@PathParam("id") String id, @FormParam("reason") String reason) {
        return Uni.createFrom()
                .deferred(() ->
                        answer(id, closes.cancel(id, reason, caller.identity().keyId())));
    }

    @POST
    @Path("closes/{id}/waivers")
    public Uni<Response> waive(
            @PathParam("id") String id,
            @FormParam("exception") List<String> exceptions,
            @FormParam("reason") String reason) {
        return Uni.createFrom()
                .deferred(() -> answer(
                        id,
                        closes.waive(id, exceptions, reason, caller.identity().keyId())));
    }

    private Uni<Response> answer(String id, Uni<CloseView> done) {
        return done.map(close -> Response.seeOther(
                                UriBuilder.fromPath("/closes/{id}").build(id))
                        .build())
                .onFailure(ProblemException.class)
                .recoverWithUni(
                        (ProblemException refused) -> page(id, refused.problem().detail())
                                .map(page -> Response.status(refused.problem().status())
                                        .entity(page)
                                        .build()));
    }

    private Uni<TemplateInstance> page(String id, String problem) {
        return closes.find(id)
                .chain(close -> close.proof() == null
                        ? Uni.createFrom().item(view(close, List.of(), List.of(), List.of(), problem))
                        : Uni.combine()
                                .all()
                                .unis(
                                        review.biggest(id, SHOWN),
                                        review.anomalies(id, Optional.empty(), SHOWN),
                                        review.completeness(id))
                                .asTuple()
                                .map(found -> view(
                                        close,
                                        found.getItem1().stream()
                                                .map(one -> ReviewView.VarianceRow.of(
                                                        one.customerId(), one.currency(), one.bill(), one.variance()))
                                                .toList(),
                                        found.getItem2(),
                                        ReviewView.PartRow.of(found.getItem3()),
                                        problem)));
    }

    private static TemplateInstance view(
            CloseView close,
            List<ReviewView.VarianceRow> drafts,
            List<CloseReviews.Odd> anomalies,
            List<ReviewView.PartRow> parts,
            String problem) {
        return Pages.close(new ReviewView(OperatorView.CloseRow.of(close), close, drafts, anomalies, parts, problem));
    }
}
