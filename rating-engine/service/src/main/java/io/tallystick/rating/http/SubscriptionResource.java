package io.tallystick.rating.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.rating.app.Commands.CommandKey;
import io.tallystick.rating.app.SubscriptionStore.StoredSubscription;
import io.tallystick.rating.app.Subscriptions;
import io.tallystick.rating.app.Subscriptions.Outcome;
import io.tallystick.rating.model.SubscriptionRefused;
import io.tallystick.schemas.id.Uuid7;
import io.tallystick.schemas.json.Json;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Who pays for what: subscriptions with their dated facts. */
@Path("/v1/subscriptions")
@RolesAllowed(Roles.OPERATOR)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Subscriptions")
class SubscriptionResource {
    private static final String PATH = "/v1/subscriptions";

    private final Subscriptions subscriptions;
    private final Uuid7 ids;
    private final Caller caller;

    SubscriptionResource(Subscriptions subscriptions, Uuid7 ids, Caller caller) {
        this.subscriptions = subscriptions;
        this.ids = ids;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "List subscriptions, of all customers or of one")
    public Response list(
            @QueryParam("customerId") String customerId, @BeanParam PageRequest page, @Context UriInfo uri) {
        String after = page.after(1).map(cursor -> cursor.values().getFirst()).orElse("");
        List<StoredSubscription> rows = subscriptions.list(Optional.ofNullable(customerId), after, page.limit() + 1);
        Page<StoredSubscription> found = Page.of(
                rows, page.limit(), row -> Cursor.after(row.subscription().id()));
        return new Page<>(found.items().stream().map(this::view).toList(), found.next()).response(uri);
    }

    @GET
    @Path("{id}")
    @Operation(summary = "Show a subscription with all its facts")
    public JsonNode show(@PathParam("id") String id) {
        return view(subscriptions.find(id).orElseThrow(() -> Refusals.notFound("subscription " + id)));
    }

    @POST
    @Operation(summary = "Begin a subscription")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            examples = @ExampleObject(name = "by contract", value = SubscriptionExamples.BEGIN)))
    public Response begin(@HeaderParam(IdempotencyKey.HEADER) String key, String body) {
        Outcome outcome =
                refusing(() -> subscriptions.begin(body, ids.next().toString(), commandKey(key, "POST " + PATH, body)));
        return Response.created(URI.create(
                        PATH + "/" + outcome.subscription().subscription().id()))
                .entity(view(outcome.subscription()))
                .build();
    }

    @POST
    @Path("{id}/changes")
    @Operation(
            summary =
                    "Add a dated fact: another plan, a quantity, an add-on, a pause, an own price or limit, the end …")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            examples = {
                                @ExampleObject(name = "another plan", value = SubscriptionExamples.UPGRADE),
                                @ExampleObject(name = "seats", value = SubscriptionExamples.SEATS),
                                @ExampleObject(name = "own price", value = SubscriptionExamples.OWN_PRICE),
                                @ExampleObject(name = "own limit", value = SubscriptionExamples.OWN_LIMIT),
                            }))
    public Response change(@PathParam("id") String id, @HeaderParam(IdempotencyKey.HEADER) String key, String body) {
        Outcome outcome = refusing(
                () -> subscriptions.change(id, body, commandKey(key, "POST " + PATH + "/" + id + "/changes", body)));
        return Response.ok(view(outcome.subscription())).build();
    }

    private Optional<CommandKey> commandKey(String header, String operation, String body) {
        return IdempotencyKey.of(header, caller.identity().keyId(), operation, body)
                .map(key -> new CommandKey(key.scope(), key.key(), key.fingerprint()));
    }

    private static Outcome refusing(Supplier<Outcome> command) {
        try {
            return Refusals.reading("subscription", command);
        } catch (SubscriptionRefused refused) {
            throw ProblemException.of(
                    422,
                    refused.code(),
                    refused.getMessage(),
                    new FieldError("/facts/" + refused.fact(), null, refused.getMessage(), refused.code()));
        }
    }

    /** The subscription as it is written, and beside it how it is kept. */
    private JsonNode view(StoredSubscription stored) {
        try {
            ObjectNode view = (ObjectNode) Json.MAPPER.readTree(subscriptions.text(stored.subscription()));
            view.put("version", stored.version());
            view.put("announced", stored.announced());
            view.put("createdAt", stored.createdAt().toString());
            view.put("updatedAt", stored.updatedAt().toString());
            return view;
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
