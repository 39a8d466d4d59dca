package io.tallystick.rating.http;

import io.tallystick.rating.app.Backfill;
import io.tallystick.rating.app.Backfill.Outcome;
import io.tallystick.rating.app.Backfills;
import io.tallystick.rating.app.StagedEvent;
import io.tallystick.rating.http.BackfillViews.BackfillView;
import io.tallystick.rating.http.BackfillViews.ForecastView;
import io.tallystick.rating.http.BackfillViews.StagedView;
import io.tallystick.schemas.id.Uuid7;
import io.tallystick.web.access.Caller;
import io.tallystick.web.access.Roles;
import io.tallystick.web.page.Cursor;
import io.tallystick.web.page.Page;
import io.tallystick.web.page.PageRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Usage that is sent in afterwards and counts as one unit. A backfill is named by its id or by its name. */
@Path(BackfillResource.PATH)
@RolesAllowed(Roles.OPERATOR)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Usage")
class BackfillResource {
    static final String PATH = "/v1/usage/backfills";
    private static final String LAST = "ffffffff-ffff-ffff-ffff-ffffffffffff";

    private final Backfills backfills;
    private final Uuid7 ids;
    private final Caller caller;

    BackfillResource(Backfills backfills, Uuid7 ids, Caller caller) {
        this.backfills = backfills;
        this.ids = ids;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Open a backfill",
            description =
                    "Events that carry its id in the extension attribute backfill are received and wait, until the backfill"
                            + " is committed or reverted. The same request again is the same backfill.")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = BackfillRequest.class),
                            examples = @ExampleObject(name = "a lost day", value = """
                                    {"name":"outage-2026-10-12","reason":"the region eu-2 sent nothing for six hours",
                                     "customerId":"acme"}""")))
    public Response open(BackfillRequest body) {
        Backfill opened = backfills.open(
                body.asked(ids.next().toString(), caller.identity().keyId()));
        return Response.created(URI.create(PATH + "/" + opened.id()))
                .entity(BackfillView.of(opened))
                .build();
    }

    @GET
    @Operation(summary = "List backfills, the newest first")
    public Response list(@BeanParam PageRequest page, @Context UriInfo uri) {
        String before = page.after(1)
                .flatMap(cursor -> Cursors.uuid(cursor.values().getFirst()))
                .orElse(LAST);
        List<BackfillView> rows = backfills.list(before, page.limit() + 1).stream()
                .map(BackfillView::of)
                .toList();
        return Page.of(rows, page.limit(), row -> Cursor.after(row.id())).response(uri);
    }

    @GET
    @Path("{id}")
    @Operation(summary = "Show a backfill, what waits in it and what became of it")
    public BackfillView show(@PathParam("id") String id) {
        return BackfillView.of(find(id));
    }

    @GET
    @Path("{id}/events")
    @Operation(summary = "List its events that wait or were reverted; committed ones are events like any other")
    public Response events(@PathParam("id") String id, @BeanParam PageRequest page, @Context UriInfo uri) {
        List<StagedEvent> rows = backfills.events(find(id), Cursors.place(page), page.limit() + 1);
        List<StagedView> views = rows.stream().map(StagedView::of).toList();
        return Page.of(views, page.limit(), row -> Cursor.after(row.partition(), row.offset()))
                .response(uri);
    }

    @GET
    @Path("{id}/preview")
    @Operation(
            summary = "What a commit would do: how the events would end, and the money effect line by line",
            description =
                    "By the same code as the commit, on one state of the tables for each customer; nothing is stored.")
    public ForecastView preview(@PathParam("id") String id) {
        return ForecastView.of(backfills.preview(find(id)));
    }

    @POST
    @Path("{id}/commit")
    @Operation(
            summary = "Let its events count",
            description =
                    "Lines of open periods move; what a close holds is corrected by an adjustment line on the next"
                            + " invoice. 409 backfill_not_open if it is decided already.")
    public Response commit(@PathParam("id") String id) {
        return decide(id, Outcome.COMMIT);
    }

    @POST
    @Path("{id}/revert")
    @Operation(
            summary = "Let its events never count",
            description = "They are kept as voided, and their identities stay free. 409 backfill_not_open if it is"
                    + " decided already.")
    public Response revert(@PathParam("id") String id) {
        return decide(id, Outcome.REVERT);
    }

    private Response decide(String id, Outcome outcome) {
        Backfill decided = backfills.decide(find(id), outcome, caller.identity().keyId());
        return Response.accepted(BackfillView.of(decided)).build();
    }

    private Backfill find(String id) {
        return backfills.find(id).orElseThrow(() -> Refusals.notFound("backfill " + id));
    }
}
