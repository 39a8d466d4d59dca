package io.tallystick.invoice.http;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tallystick.invoice.app.CloseStore;
import io.tallystick.invoice.app.CloseView;
import io.tallystick.invoice.app.Closes;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.schemas.problem.Problem.FieldError;
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
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** The close of the books up to a cut-off. */
@Path("/v1/closes")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
class CloseResource {
    private final Closes closes;
    private final CloseWatch watch;
    private final Caller caller;

    CloseResource(Closes closes, CloseWatch watch, Caller caller) {
        this.closes = closes;
        this.watch = watch;
        this.caller = caller;
    }

    /**
     * What is asked for.
     *
     * @param cutoff lines that are billable up to and including it belong to the close
     * @param drive {@code auto} (the default): it goes on by itself where nothing is open and the policy asks for nobody; {@code
     *     manual}: people approve and finalize it
     * @param begin false if it is only planned, to be started later
     * @param verify {@code full}: every line is computed again before it goes on; {@code none} (the default)
     */
    record CloseDraft(Instant cutoff, String drive, Boolean begin, String verify) {}

    /**
     * Why something is done.
     *
     * @param reason one sentence
     */
    record Why(String reason) {}

    /**
     * Which exceptions may pass.
     *
     * @param exceptionIds absent or empty for all that are open
     * @param reason one sentence
     */
    record Waiver(List<String> exceptionIds, String reason) {}

    /**
     * What is looked at again.
     *
     * @param all every draft, not only those that were impossible
     * @param customerIds the drafts of these customers, whatever became of them
     */
    record Again(Boolean all, List<String> customerIds) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Close the books up to a cut-off: 202 for a new close, 200 for one that is there")
    @RequestBody(
            content =
                    @Content(
                            examples = {
                                @ExampleObject(name = "auto", value = CloseExamples.AUTO),
                                @ExampleObject(name = "manual", value = CloseExamples.MANUAL),
                                @ExampleObject(name = "planned", value = CloseExamples.PLANNED)
                            }))
    public Uni<Response> start(@HeaderParam(IdempotencyKey.HEADER) String idempotencyKey, CloseDraft draft) {
        Commands.present(draft);
        String keyId = caller.identity().keyId();
        Optional<CloseStore.Once> once = IdempotencyKey.of(idempotencyKey, keyId, "POST /v1/closes", draft)
                .map(key -> new CloseStore.Once(key.scope(), key.key(), key.fingerprint()));
        Closes.Wish wish = new Closes.Wish(
                draft.cutoff(), drive(draft.drive()), !Boolean.FALSE.equals(draft.begin()), verify(draft.verify()));
        return closes.start(wish, keyId, once)
                .map(asked -> Response.status(asked.fresh() ? 202 : 200)
                        .location(URI.create("/v1/closes/" + asked.close().id()))
                        .entity(asked.close())
                        .build());
    }

    private static boolean verify(String text) {
        return switch (text == null ? "none" : text) {
            case "none" -> false;
            case "full" -> true;
            default ->
                throw ProblemException.of(
                        422,
                        "unknown_verification",
                        "a close verifies none or full, not \"" + text + "\"",
                        new FieldError("/verify", text, "none or full", "unknown_verification"));
        };
    }

    private static Close.Drive drive(String text) {
        return switch (text == null ? "auto" : text) {
            case "auto" -> Close.Drive.AUTO;
            case "manual" -> Close.Drive.MANUAL;
            default ->
                throw ProblemException.of(
                        422,
                        "unknown_drive",
                        "a close is driven auto or manual, not \"" + text + "\"",
                        new FieldError("/drive", text, "auto or manual", "unknown_drive"));
        };
    }

    @GET
    @Operation(summary = "List closes, newest cut-off first")
    public Uni<Response> list(@BeanParam PageRequest page, @Context UriInfo uri) {
        Optional<Instant> before = page.after(1).map(CloseResource::cutoff);
        return closes.list(before, page.limit() + 1)
                .map(rows -> Page.of(rows, page.limit(), row -> Cursor.after(row.cutoff()))
                        .response(uri));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Show how far a close is, what it waits for, its totals, exceptions and proof")
    public Uni<CloseView> find(@PathParam("id") String id) {
        return closes.find(id);
    }

    /** Follows a close: its state whenever it changed, until it is completed or cancelled. */
    @GET
    @Path("/{id}/events")
    @Operation(summary = "Follow a close as server-sent events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    public Multi<CloseView> follow(@PathParam("id") String id) {
        return watch.follow(id);
    }

    @POST
    @Path("/{id}/start")
    @Operation(summary = "Start a close that is planned")
    public Uni<CloseView> begin(@PathParam("id") String id) {
        return closes.begin(id);
    }

    @POST
    @Path("/{id}/cancel")
    @Operation(summary = "Give a close up before any invoice is made; the next one takes its lines along")
    @RequestBody(content = @Content(examples = @ExampleObject(name = "mistake", value = CloseExamples.CANCEL)))
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<CloseView> cancel(@PathParam("id") String id, Why why) {
        return closes.cancel(id, why.reason(), caller.identity().keyId());
    }

    @POST
    @Path("/{id}/waivers")
    @Operation(summary = "Let exceptions pass by name, with a reason")
    @RequestBody(content = @Content(examples = @ExampleObject(name = "all", value = CloseExamples.WAIVE_ALL)))
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<CloseView> waive(@PathParam("id") String id, Waiver waiver) {
        List<String> ids = waiver.exceptionIds() == null ? List.of() : waiver.exceptionIds();
        return closes.waive(id, ids, waiver.reason(), caller.identity().keyId());
    }

    @POST
    @Path("/{id}/approve")
    @Operation(summary = "Let the drafts be billed; above the limit by a second person")
    public Uni<CloseView> approve(@PathParam("id") String id) {
        return closes.approve(id, caller.identity().keyId());
    }

    @POST
    @Path("/{id}/finalize")
    @Operation(summary = "Make the invoices of an approved close")
    public Uni<CloseView> finalizeInvoices(@PathParam("id") String id) {
        return closes.finalizeInvoices(id);
    }

    @POST
    @Path("/{id}/recheck")
    @Operation(
            summary =
                    "Make drafts anew after something was mended: those that were impossible, of some customers, or all")
    @RequestBody(
            content =
                    @Content(
                            examples = {
                                @ExampleObject(name = "all", value = CloseExamples.RECHECK),
                                @ExampleObject(name = "some", value = CloseExamples.RECHECK_SOME)
                            }))
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<CloseView> recheck(@PathParam("id") String id, Again again) {
        Commands.present(again);
        return again.customerIds() == null
                ? closes.recheck(id, Boolean.TRUE.equals(again.all()))
                : closes.recheck(id, again.customerIds());
    }

    @POST
    @Path("/{id}/resume")
    @Operation(summary = "Make sure that a close goes on; harmless at any time")
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
