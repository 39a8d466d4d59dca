package io.tallystick.rating.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tallystick.rating.app.Commands.CommandKey;
import io.tallystick.rating.app.Correction;
import io.tallystick.rating.app.Corrections;
import io.tallystick.rating.app.Corrections.Asked;
import io.tallystick.schemas.id.Uuid7;
import io.tallystick.schemas.usage.UsageEvent;
import io.tallystick.web.access.Caller;
import io.tallystick.web.access.Roles;
import io.tallystick.web.command.IdempotencyKey;
import io.tallystick.web.page.Cursor;
import io.tallystick.web.page.Page;
import io.tallystick.web.page.PageRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Voids, amends and releases events. */
@Path("/v1/usage/corrections")
@RolesAllowed(Roles.OPERATOR)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Usage")
class CorrectionResource {
    private static final String PATH = "/v1/usage/corrections";
    private static final String LAST = "ffffffff-ffff-ffff-ffff-ffffffffffff";

    private final Corrections corrections;
    private final Uuid7 ids;
    private final Caller caller;

    CorrectionResource(Corrections corrections, Uuid7 ids, Caller caller) {
        this.corrections = corrections;
        this.ids = ids;
        this.caller = caller;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CorrectionView(
            String id,
            String kind,
            String customerId,
            String source,
            String eventId,
            String reason,
            String author,
            Instant requestedAt,
            String state,
            String outcome,
            String replacementId,
            Long appliedOffset,
            boolean announced) {
        static CorrectionView of(Correction fact) {
            String outcome = fact.outcome().orElse(null);
            String ended = Correction.APPLIED.equals(outcome) ? "applied" : "refused";
            return new CorrectionView(
                    fact.id(),
                    fact.kind().name().toLowerCase(Locale.ROOT),
                    fact.event().customerId(),
                    fact.event().source(),
                    fact.event().id(),
                    fact.reason(),
                    fact.author(),
                    fact.requestedAt(),
                    outcome == null ? "pending" : ended,
                    outcome,
                    fact.replacement().map(UsageEvent::id).orElse(null),
                    fact.appliedOffset().orElse(null),
                    fact.announced());
        }
    }

    @GET
    @Operation(summary = "List corrections, the newest first, of all customers or of one")
    public Response list(
            @QueryParam("customerId") String customerId, @BeanParam PageRequest page, @Context UriInfo uri) {
        String before = page.after(1)
                .flatMap(cursor -> Cursors.uuid(cursor.values().getFirst()))
                .orElse(LAST);
        List<CorrectionView> rows = corrections.list(Optional.ofNullable(customerId), before, page.limit() + 1).stream()
                .map(CorrectionView::of)
                .toList();
        return Page.of(rows, page.limit(), row -> Cursor.after(row.id())).response(uri);
    }

    @GET
    @Path("{id}")
    @Operation(summary = "Show a correction and whether it took effect")
    public CorrectionView show(@PathParam("id") String id) {
        return Cursors.uuid(id)
                .flatMap(corrections::find)
                .map(CorrectionView::of)
                .orElseThrow(() -> Refusals.notFound("correction " + id));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Void, amend or release one event",
            description =
                    "With dryRun=true the answer is the money effect, line by line, and nothing is stored. Lines of an"
                            + " open period move; what a close holds already is corrected by an adjustment line on the"
                            + " next invoice.")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = CorrectionRequest.class),
                            examples = {
                                @ExampleObject(name = "void", value = """
                                        {"kind":"void","customerId":"acme","source":"https://mcp.example.com","id":"e-17",
                                         "reason":"sent by a load test"}"""),
                                @ExampleObject(name = "amend", value = """
                                        {"kind":"amend","customerId":"acme","source":"https://mcp.example.com","id":"e-17",
                                         "reason":"seconds were milliseconds","replacement":{"data":{"seconds":"1.5"}}}""")
                            }))
    public Response correct(
            @HeaderParam(IdempotencyKey.HEADER) String key,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            CorrectionRequest body) {
        Asked asked = body.asked(ids.next().toString(), caller.identity().keyId());
        if (dryRun) {
            return Response.ok(EffectView.of(corrections.preview(asked))).build();
        }
        Optional<CommandKey> command = IdempotencyKey.of(
                        key, caller.identity().keyId(), "POST " + PATH, body.toString())
                .map(it -> new CommandKey(it.scope(), it.key(), it.fingerprint()));
        Correction fact = corrections.correct(asked, command);
        return Response.accepted(CorrectionView.of(fact))
                .location(URI.create(PATH + "/" + fact.id()))
                .build();
    }
}
