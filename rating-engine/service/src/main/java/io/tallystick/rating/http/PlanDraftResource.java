package io.tallystick.rating.http;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.tallystick.rating.app.Catalog;
import io.tallystick.rating.app.Commands.CommandKey;
import io.tallystick.rating.app.PlanDrafts;
import io.tallystick.rating.app.PlanDrafts.Draft;
import io.tallystick.rating.app.PlanDrafts.Publication;
import io.tallystick.rating.catalog.Plan;
import io.tallystick.rating.http.PriceBookResource.FindingView;
import io.tallystick.web.access.Caller;
import io.tallystick.web.access.Roles;
import io.tallystick.web.command.EditVersion;
import io.tallystick.web.command.IdempotencyKey;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a plan is to become: one draft for each plan, edited on the state that was read. */
@Path("/v1/plans/{key}/draft")
@RolesAllowed(Roles.OPERATOR)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Plans")
class PlanDraftResource {
    private final PlanDrafts drafts;
    private final Catalog catalog;
    private final Caller caller;

    PlanDraftResource(PlanDrafts drafts, Catalog catalog, Caller caller) {
        this.drafts = drafts;
        this.catalog = catalog;
        this.caller = caller;
    }

    /**
     * A draft.
     *
     * @param publishable whether it has no findings
     * @param findings what is wrong with it
     */
    record DraftView(
            String key,
            boolean publishable,
            List<FindingView> findings,
            Instant createdAt,
            Instant updatedAt,
            @JsonRawValue String definition) {}

    @GET
    @Operation(summary = "Show the draft of a plan, and what the lint finds in it")
    public Response show(@PathParam("key") String key) {
        return answer(Response.ok(), drafts.find(key).orElseThrow(() -> Refusals.notFound("draft of plan " + key)));
    }

    @PUT
    @Consumes({MediaType.APPLICATION_JSON, "application/yaml", "application/x-yaml", "text/yaml"})
    @Operation(
            summary = "Begin a draft (without If-Match), or replace it (If-Match: its ETag)",
            description = "The answer holds what the lint finds; only a draft without findings can be published.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            examples = @ExampleObject(name = "starter", value = PlanExamples.DRAFT)))
    public Response put(@PathParam("key") String key, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch, String body) {
        Plan plan = PlanResource.read(catalog, key, body);
        return Refusals.reading(
                "plan",
                () -> ifMatch == null
                        ? answer(Response.created(URI.create("/v1/plans/" + key + "/draft")), drafts.begin(plan))
                        : answer(Response.ok(), drafts.replace(plan, matching(ifMatch))));
    }

    @DELETE
    @Operation(summary = "Discard the draft (If-Match: its ETag)")
    public void discard(@PathParam("key") String key, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
        drafts.discard(key, matching(ifMatch));
    }

    @POST
    @Path("publication")
    @Operation(summary = "Publish the draft as the next version (If-Match: its ETag)")
    public Response publish(
            @PathParam("key") String key,
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
            @HeaderParam(IdempotencyKey.HEADER) String idempotencyKey) {
        Optional<CommandKey> command = IdempotencyKey.of(
                        idempotencyKey,
                        caller.identity().keyId(),
                        "POST /v1/plans/" + key + "/draft/publication",
                        String.valueOf(ifMatch))
                .map(it -> new CommandKey(it.scope(), it.key(), it.fingerprint()));
        Publication publication = Refusals.reading("plan", () -> drafts.publish(key, matching(ifMatch), command));
        return PlanResource.published(publication.version(), publication.published());
    }

    private static LongConsumer matching(String ifMatch) {
        return edit -> EditVersion.mustMatch(ifMatch, edit);
    }

    private static Response answer(Response.ResponseBuilder answer, Draft draft) {
        var stored = draft.stored();
        return answer.entity(new DraftView(
                        stored.key(),
                        draft.findings().isEmpty(),
                        draft.findings().stream().map(FindingView::of).toList(),
                        stored.createdAt(),
                        stored.updatedAt(),
                        stored.definition()))
                .header(HttpHeaders.ETAG, EditVersion.etag(stored.edit()))
                .build();
    }
}
