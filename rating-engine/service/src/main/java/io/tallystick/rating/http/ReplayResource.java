package io.tallystick.rating.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tallystick.rating.app.Identity;
import io.tallystick.rating.app.Remedies;
import io.tallystick.rating.app.Replay;
import io.tallystick.rating.app.ReplayStore.Stuck;
import io.tallystick.rating.app.Replays;
import io.tallystick.schemas.id.Uuid7;
import io.tallystick.schemas.problem.Problem.FieldError;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.web.access.Caller;
import io.tallystick.web.access.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What is not billed and why, and another look at it. */
@Path("/v1/usage")
@RolesAllowed(Roles.OPERATOR)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Usage")
class ReplayResource {
    private final Replays replays;
    private final Uuid7 ids;
    private final Caller caller;

    ReplayResource(Replays replays, Uuid7 ids, Caller caller) {
        this.replays = replays;
        this.ids = ids;
        this.caller = caller;
    }

    record StuckView(String disposition, String reason, long events, long customers, Instant oldest, String remedy) {
        static StuckView of(Stuck stuck) {
            return new StuckView(
                    stuck.disposition().code(),
                    stuck.reason(),
                    stuck.events(),
                    stuck.customers(),
                    stuck.oldest(),
                    Remedies.of(stuck.reason()));
        }
    }

    record Unbilled(long events, List<StuckView> reasons) {}

    /**
     * What to look at again.
     *
     * @param reason events with this reason or rejection code; all without it
     * @param customerId of one customer; of all without it
     * @param source together with {@code id} and {@code customerId}: just this event
     * @param id see {@code source}
     */
    record ReplayRequest(String reason, String customerId, String source, String id) {
        ReplayRequest {
            boolean one = source != null || id != null;
            if (one && (source == null || id == null || customerId == null)) {
                String rule = "customerId, source and id name one event together";
                throw ProblemException.of(
                        400, "invalid_body", rule, new FieldError("/source", null, rule, "invalid_value"));
            }
        }

        Optional<Identity> event() {
            return Optional.ofNullable(source).map(it -> new Identity(customerId, it, id));
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ReplayView(
            String id,
            String reason,
            String customerId,
            String source,
            String eventId,
            String author,
            Instant requestedAt,
            String state,
            int partitionsDone,
            int partitions,
            long examined,
            long mended,
            long left) {
        static ReplayView of(Replay replay) {
            return new ReplayView(
                    replay.id(),
                    replay.code().orElse(null),
                    replay.customerId().orElse(null),
                    replay.event().map(Identity::source).orElse(null),
                    replay.event().map(Identity::id).orElse(null),
                    replay.author(),
                    replay.requestedAt(),
                    replay.done() == replay.partitions() ? "completed" : "running",
                    replay.done(),
                    replay.partitions(),
                    replay.examined(),
                    replay.mended(),
                    replay.examined() - replay.mended());
        }
    }

    @GET
    @Path("unmatched")
    @Operation(
            summary = "List what is not billed, by reason, and what would mend it",
            description =
                    "Unmatched and rejected events. The events themselves: GET /v1/usage/events?disposition=unmatched"
                            + " and GET /v1/usage/rejections.")
    public Unbilled unmatched(@QueryParam("customerId") String customerId) {
        List<StuckView> reasons = replays.stuck(Optional.ofNullable(customerId)).stream()
                .map(StuckView::of)
                .toList();
        return new Unbilled(reasons.stream().mapToLong(StuckView::events).sum(), reasons);
    }

    @POST
    @Path("replays")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Look at rejected and unmatched events again, after what was missing has been created")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = ReplayRequest.class),
                            examples = {
                                @ExampleObject(name = "a new meter", value = "{\"reason\":\"unknown_type\"}"),
                                @ExampleObject(name = "one event", value = """
                                        {"customerId":"acme","source":"https://mcp.example.com","id":"e-17"}""")
                            }))
    public Response replay(ReplayRequest body) {
        Replay replay = replays.replay(
                ids.next().toString(),
                Optional.ofNullable(body.reason()),
                Optional.ofNullable(body.customerId()),
                body.event(),
                caller.identity().keyId());
        return Response.accepted(ReplayView.of(replay))
                .location(URI.create("/v1/usage/replays/" + replay.id()))
                .build();
    }

    @GET
    @Path("replays/{id}")
    @Operation(summary = "Show how far a replay is")
    public ReplayView show(@PathParam("id") String id) {
        return Cursors.uuid(id)
                .flatMap(replays::find)
                .map(ReplayView::of)
                .orElseThrow(() -> Refusals.notFound("replay " + id));
    }
}
